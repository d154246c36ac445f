"""The files of a folder or an archive, read one after the other in memory, within limits that no file can exceed."""
