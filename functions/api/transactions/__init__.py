"""/transactions and /orphans: who charged what, and what operators put right."""
