"""Handcrafted features as stateless scikit-learn transformers over uint8 images: one family per file."""

from features.register import FAMILIES, union
