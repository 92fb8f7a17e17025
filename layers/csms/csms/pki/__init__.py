"""Certificates of charge points: what is asked for, who signs it, what comes of it.

Nothing here is imported before it is needed: `cryptography` costs a cold start a tenth of a second.
"""
