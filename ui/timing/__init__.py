"""Where the time goes, and what a GPU buys."""
