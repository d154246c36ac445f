"""One command that records a machine, most of all its GPU, into files that `recorded/` ships."""
