"""How fast it is, beside the least that an OCPP central system can cost: `make bench`."""
