"""The files of an archive, read in memory, each counted before it is believed."""
