"""The charge point calls us: what is the same for all actions."""
