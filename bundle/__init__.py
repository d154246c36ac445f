"""What a visitor takes home in one zip: both models, a script that needs nothing else, and a report."""
