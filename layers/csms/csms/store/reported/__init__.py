"""What charge points said, and what was noticed of them."""
