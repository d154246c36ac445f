"""What both learners say about one image, drawn."""
