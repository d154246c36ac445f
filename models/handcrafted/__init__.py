"""The handcrafted side: features, standardised, into a support vector machine; and how it is kept."""
