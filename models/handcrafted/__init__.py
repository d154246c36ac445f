"""The SVM on handcrafted features or on raw pixels, and its files."""
