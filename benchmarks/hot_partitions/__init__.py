"""A large fleet in its worst seconds: what each partition, function and quota is asked for then."""
