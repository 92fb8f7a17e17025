"""Functions as Lambda runs them: workers, their environment, and what wakes them."""
