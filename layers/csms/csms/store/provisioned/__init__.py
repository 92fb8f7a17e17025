"""What operators set."""
