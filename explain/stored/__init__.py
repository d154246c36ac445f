"""What is worked out from a kept model and stored beside it."""
