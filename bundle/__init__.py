"""What a visitor takes home: both models, a script that needs nothing else, and a report, in one file."""
