"""How well small networks and fixed features approximate functions: rows, the command's work, and answers to pages."""
