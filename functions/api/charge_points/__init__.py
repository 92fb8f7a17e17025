"""/charge-points and /inbox: what operators set, and what is known of each."""
