"""Core: 34 cases."""
