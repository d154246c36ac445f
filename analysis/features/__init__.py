"""What handcrafted features are worth: ablation, cue board, first filters."""
