"""Rows of times: one operation at one size on one device, warmed up, synchronised and repeated."""
