"""What the commands for operators share: the way to the HTTP API, and how its answers are shown."""
