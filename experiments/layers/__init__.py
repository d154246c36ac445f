"""How much of the class each layer of a CNN holds: rows of linear probes, and the command's work."""
