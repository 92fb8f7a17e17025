"""The kernel that every function shares: OCPP's vocabulary, the two directions, the store."""
