"""The traps: what implementations get wrong, one case a rule."""
