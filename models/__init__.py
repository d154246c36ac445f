"""The learners: scikit-learn classifiers over uint8 images, found by name in the register."""
