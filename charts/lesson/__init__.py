"""Charts of the lesson that no other page has."""
