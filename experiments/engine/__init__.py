"""Who does the work: the queue is handed to workers, and what comes back is written down."""
