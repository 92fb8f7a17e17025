"""The kernel that every function shares: OCPP's vocabulary, the two directions, the store."""

__version__ = "0.1.0"
