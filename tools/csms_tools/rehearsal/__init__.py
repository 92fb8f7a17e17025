"""`make rehearse`: a deployment without AWS, as far as that goes, and where it ends."""
