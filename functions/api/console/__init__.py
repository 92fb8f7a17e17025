"""The operators' console: files that `make console` builds out of console/, and how to sign in."""
