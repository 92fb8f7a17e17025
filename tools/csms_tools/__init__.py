"""Programs for a desk, never shipped to Lambda: the command `csms` and what it runs."""
