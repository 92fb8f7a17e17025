"""API Gateway's HTTP API in front of the operators' functions (payload format 2.0).

Nothing is imported here: each command of an operator wants the issuer, and not what else there is.
"""
