"""Signing in at the issuer of tokens: an operator by a browser, a machine without one."""
