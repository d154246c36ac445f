"""Classes that predict before they see: rooms, their questions and votes; the tables are in `experiments/store`."""
