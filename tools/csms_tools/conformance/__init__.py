"""`docs/conformance.md` has tables of every message, field, word and key: made from the schemas.

`python -m csms_tools.conformance PAGE` writes them between their marks.
"""
