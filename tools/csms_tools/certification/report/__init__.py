"""The report, in the shape of the paper that laboratories issue."""
