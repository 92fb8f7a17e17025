"""Security: 15 cases."""
