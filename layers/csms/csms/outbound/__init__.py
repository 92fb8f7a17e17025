"""We call the charge point: commands, from the judgement to the outcome."""
