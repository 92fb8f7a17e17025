"""The cases of part A: 77 numbers, some of them in two editions."""
