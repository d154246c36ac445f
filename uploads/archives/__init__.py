"""The files of an archive, read in memory, with limits that no file can exceed."""
