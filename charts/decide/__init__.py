"""The options of an advice: the time to train and the accuracy of each."""
