"""…/jobs: work that goes on after the answer to its command."""
