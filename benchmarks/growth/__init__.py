"""Whether what is asked takes longer the more is stored: `make growth`."""
