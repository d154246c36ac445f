"""The one table, the queue beside it, and the steps that the schema has taken."""
