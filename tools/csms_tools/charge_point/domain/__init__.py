"""What a charge point decides. Values in, values out: no socket, no clock, no chance of its own."""
