"""Cold starts, in fresh processes, over TLS."""
