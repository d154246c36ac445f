"""What is measured, the one verb that measures it, where results are kept, and who does the work."""
