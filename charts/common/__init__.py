"""What all charts share: colours, axes, curves, captions, names, export."""
