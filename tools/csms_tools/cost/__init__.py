"""What a deployment costs a month: measured counts, times what a fleet does, times list prices."""
