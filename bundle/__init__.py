"""What a visitor takes home in one zip: the models, a script that needs nothing else, and a report."""
