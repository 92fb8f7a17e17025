"""What no output shows: passwords, keys, and what proves who somebody is."""

import re
from collections.abc import Iterable

HIDDEN = "…"

_TEXT = r"""(?:"(?:[^"\\]|\\.)*"?|'(?:[^'\\]|\\.)*'?)"""
_OBJECT = re.compile(r"\{[^{}]*AuthorizationKey[^{}]*\}?", re.IGNORECASE)
_VALUE = re.compile(rf"""((?:"value"|'value')\s*:\s*)({_TEXT})""")
_ELSEWHERE = (
    (re.compile(r"\b(Basic|Bearer)(\s+)[\w+/=.~-]{6,}"), rf"\1\2{HIDDEN}"),
    (
        re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*KEY-----|$)", re.S),
        f"a private key {HIDDEN}",
    ),
    (re.compile(r"(://)[^/@\s\"']+@"), rf"\1{HIDDEN}@"),
)


class Redaction:
    """`known`: secrets by themselves, wherever they stand, also as hex digits."""

    def __init__(self, known: Iterable[str] = ()) -> None:
        self._known = set(known)

    def learn(self, texts: Iterable[str]) -> None:
        """Remember the AuthorizationKeys that frames set: they may stand elsewhere, too."""
        for text in texts:
            for one in _OBJECT.findall(text):
                self._known |= {value.strip("\"'") for _, value in _VALUE.findall(one)}

    def __call__(self, text: str) -> str:
        """Without them, and without what UTF-8 cannot spell."""
        text = text.encode(errors="replace").decode()
        text = _OBJECT.sub(lambda one: _VALUE.sub(rf'\1"{HIDDEN}"', one[0]), text)
        for pattern, instead in _ELSEWHERE:
            text = pattern.sub(instead, text)
        for secret in sorted(self._known, key=len, reverse=True):
            if len(secret) >= 8:  # a shorter one is no key, and would stand in many words
                for form in (secret, secret.encode().hex(), _decoded(secret)):
                    text = re.sub(re.escape(form), HIDDEN, text, flags=re.IGNORECASE)
        return text


def _decoded(secret: str) -> str:
    try:
        return bytes.fromhex(secret).decode("ascii") or secret
    except ValueError:
        return secret
