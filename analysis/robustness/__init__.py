"""What rows of changed test images say: who loses how much, under which change, and what helps."""
