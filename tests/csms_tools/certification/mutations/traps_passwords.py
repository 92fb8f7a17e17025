"""What spoils C-36 to C-40."""

from base64 import b64decode

from csms_tools.certification.charge_point.transport import Handshake, NoConnection, Refused
from tests.csms_tools.certification.mutations.answers import closes
from tests.csms_tools.certification.mutations.handshakes import (
    AfterTheFirst,
    admitted,
    not_opened,
    refused_by,
)
from tests.csms_tools.certification.mutations.mutation import (
    Mutation,
    called,
    never_called,
    not_recorded,
    told,
)


def key_of(asked: Handshake) -> bytes:
    encoded = asked.headers.get("Authorization", "").removeprefix("Basic ")
    try:
        return b64decode(encoded).partition(b":")[2]
    except ValueError:
        return b""


def _in_hex_itself(asked: Handshake) -> Handshake:
    """The CSMS wants the digits where the bytes are due."""
    if asked.url.endswith(("-32", "-40")):
        raise Refused(401, {})
    return asked


def _is_no_text(asked: Handshake) -> bool:
    try:
        key_of(asked).decode()
    except UnicodeDecodeError:
        return True
    return False


def _ends_in_plus(asked: Handshake) -> bool:
    return key_of(asked).endswith(b"+")


def _another(asked: Handshake) -> object:
    return asked.headers.get("Authorization")


MUTATIONS: dict[str, list[Mutation]] = {
    "C-36": [
        Mutation("hex is no bytes", "32 characters opens", handshake=_in_hex_itself),
        admitted("another key", "another last byte is refused"),
        admitted("a longer key", "a byte more is refused", _ends_in_plus),
        closes("Heartbeat"),
    ],
    "C-37": [
        not_opened("what is no UTF-8", "no UTF-8 and has colons opens", _is_no_text),
        admitted("a part of the key", "a part of the key is refused"),
        admitted("nothing", "a part of the key is refused", lambda asked: key_of(asked) == b""),
    ],
    "C-38": [
        closes("Heartbeat"),
        admitted("the new key", "a key that was Rejected is refused"),
        not_opened("the new key", "the new key opens", AfterTheFirst(_another)),
        called("ChangeConfiguration", "another key", "as the operator gave it", key="Key"),
        never_called("ChangeConfiguration"),
        told("ChangeConfiguration", {"status": "Accepted"}),
    ],
    "C-39": [
        admitted("everybody", "no password is refused"),
        admitted("another", "another name", lambda asked: key_of(asked)[:1] not in (b"", b"0")),
        refused_by("404", "answered HTTP 401", Refused(404, {})),
        refused_by("the line is cut", "answered HTTP 401", NoConnection("reset")),
        refused_by("no challenge", "WWW-Authenticate asks for Basic", Refused(401, {})),
        refused_by("another", "asks for Basic", Refused(401, {"www-authenticate": "Bearer"})),
        not_recorded("security_events", "the refusal is recorded"),
    ],
    "C-40": [
        admitted("a better profile", "profile 2 where 1 is set is refused"),
        admitted(
            "a lower profile",
            "profile 1 where 2 is set is refused",
            lambda asked: asked.url.startswith("ws:"),
        ),
        admitted(
            "a password",
            "a password where 3 is set is refused",
            lambda asked: asked.url.endswith("-3"),
        ),
        not_opened(
            "its own",
            "the profile that is set opens",
            lambda asked: asked.url.endswith("-C-40") and asked.url.startswith("wss:"),
        ),
    ],
}
