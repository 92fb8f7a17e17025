"""A firmware campaign over many charge points: `python -m benchmarks.campaign`."""
