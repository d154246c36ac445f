"""A class that predicts before it sees: the lobby, and the views of teacher, students and projector."""
