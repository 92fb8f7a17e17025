"""As much of DER as is needed where `cryptography` will not help (X.690 §8 and §10)."""

INTEGER = 0x02
BIT_STRING = 0x03
OCTET_STRING = 0x04
SEQUENCE = 0x30


class Malformed(Exception):
    pass


def parts(encoded: bytes, *tags: int) -> list[bytes]:
    """Elements that stand one behind the other, each whole; the tags of the first are checked.

    Raises Malformed.
    """
    found = []
    while encoded:
        _, end = _content(encoded)
        if end > len(encoded):
            raise Malformed("an element is cut off")
        found.append(encoded[:end])
        encoded = encoded[end:]
    if [each[0] for each in found[: len(tags)]] != [*tags]:
        raise Malformed("other elements are expected here")
    return found


def content(element: bytes) -> bytes:
    """Raises Malformed."""
    start, end = _content(element)
    return element[start:end]


def element(tag: int, *contents: bytes) -> bytes:
    content = b"".join(contents)
    if len(content) < 128:
        return bytes([tag, len(content)]) + content
    length = len(content).to_bytes((len(content).bit_length() + 7) // 8)
    return bytes([tag, 0x80 | len(length)]) + length + content


def _content(encoded: bytes) -> tuple[int, int]:
    """Where it begins and ends."""
    if len(encoded) < 2:
        raise Malformed("an element is cut off")
    length, start = encoded[1], 2
    if length == 0x80 or length > 0x83:
        raise Malformed("a length is none of DER, or far too long")
    if length > 0x80:
        start += length - 0x80
        length = int.from_bytes(encoded[2:start])
    return start, start + length
