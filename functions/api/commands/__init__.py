"""/commands: commands to one charge point or many."""
