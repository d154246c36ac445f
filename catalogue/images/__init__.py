"""Images: decoded, brought to one size and mode, drawn, changed, and encoded for a browser."""
