"""Client certificates of charge points: issued, handed out, renewed and revoked."""
