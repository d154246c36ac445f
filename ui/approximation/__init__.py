"""The pieces of the page on what one layer can approximate."""
