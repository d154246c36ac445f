"""Pure functions from rows and analysis values to figures; colours, labels and units live only here."""
