"""The learners: scikit-learn classifiers over uint8 pictures, found by name in the register."""
