"""The processes that play charge points; what they saw they leave as JSON."""
