"""One connection to a central system: frames out and in, and everything to see of them."""
