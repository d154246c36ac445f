"""Questions to a class, answered from rows, and what the votes of the class say."""
