"""`make soak`: many charge points at work for long, and what must not grow meanwhile."""
