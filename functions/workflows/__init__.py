"""What a queue or a timer starts."""
