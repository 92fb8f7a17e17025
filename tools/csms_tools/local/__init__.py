"""The cloud on a desk: what template.yaml describes, on loopback, running the same handlers."""
