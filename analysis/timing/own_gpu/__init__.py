"""What a visitor's browser measured of its own GPU: rows like all others, and their finding."""
