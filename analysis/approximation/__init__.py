"""What rows of approximations say: who is closer at as many parameters, and how much depends on the seed."""
