"""What visitors bring: read with suspicion, looked at before training, kept for a while, and forgotten."""
