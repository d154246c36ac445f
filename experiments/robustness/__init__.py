"""How accuracy falls when the test images are changed: rows, their files, and the command's work."""
