"""Rows of times: one operation of one size on one device, warmed up, synchronised and repeated."""
