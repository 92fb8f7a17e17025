"""What others said, as it may be shown."""


def visible(text: str) -> str:
    """What others said may not steer the terminal: what cannot be printed is escaped."""
    return "".join(
        each if each.isprintable() else each.encode("unicode_escape").decode() for each in text
    )
