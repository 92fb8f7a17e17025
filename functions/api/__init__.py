"""Operators call us: one Lambda, one module a resource."""
