"""C-36 to C-40: who knows a password, and at which security profile it counts."""

import secrets
from base64 import b64encode
from dataclasses import replace

from csms_tools.certification.case import Profile, case
from csms_tools.certification.cases.security.steps import (
    admitted_beyond,
    disconnected,
    reconnected,
    refusal_recorded,
    refused,
)
from csms_tools.certification.charge_point.identity import key_bytes
from csms_tools.certification.charge_point.transport import Handshake, Refused
from csms_tools.certification.scenario import Scenario

AWKWARD = bytes.fromhex("ff3a00803ac3280d0a3a20c0fe3affee01023a7f")  # no UTF-8, with ':' and 0


@case("C-36", "A key in hex is its bytes", Profile.TRAPS, security_profiles=(2, 1), connected=False)
async def c_36_a_key_in_hex_is_its_bytes(s: Scenario) -> None:
    """Connects by keys of 16 and 20 characters, and of 32 and 40 hex digits, which are decoded."""
    for key in (
        secrets.token_urlsafe(12),
        secrets.token_urlsafe(15),
        secrets.token_hex(16),
        secrets.token_hex(20).upper(),
    ):
        other = s.of(await s.another(f"-{len(key)}", password=key))
        await _opens(other, other.charge_point.handshake, f"a key of {len(key)} characters")
        *rest, last = key_bytes(key)
        wrong = bytes([*rest, last ^ 1])
        await _refuses(other, other.charge_point.with_password(wrong), "another last byte")
        longer = other.charge_point.with_password(key_bytes(key) + b"+")
        await _refuses(other, longer, "a byte more")


@case("C-37", "A key may be any bytes", Profile.TRAPS, security_profiles=(2, 1), connected=False)
async def c_37_a_key_may_be_any_bytes(s: Scenario) -> None:
    """Connects by a key that is no UTF-8 and has colons; < what is before a colon is refused."""
    other = s.of(await s.another("-bytes", password=AWKWARD.hex()))
    await _opens(other, other.charge_point.handshake, "a key that is no UTF-8 and has colons")
    for part in (AWKWARD.partition(b":")[0], AWKWARD.rpartition(b":")[2], b""):
        await _refuses(other, other.charge_point.with_password(part), "a part of the key")
    digits = other.charge_point.with_password(AWKWARD.hex().encode())
    await admitted_beyond(other, digits, "the key's hex digits open the connection, too")


@case("C-38", "A key that is not taken", Profile.TRAPS, security_profiles=(2, 1))
async def c_38_a_key_that_is_not_taken(s: Scenario) -> None:
    """< ChangeConfiguration AuthorizationKey / Rejected, the old key stays; / Accepted, it goes."""
    charge_point, old = s.charge_point, s.charge_point.handshake
    first, second, third = (secrets.token_urlsafe(15).encode().hex() for _ in range(3))
    for status in ("Rejected", "NotSupported"):
        change = {"key": "AuthorizationKey", "value": first}
        await s.commanded("ChangeConfiguration", change, {"status": status})
        await charge_point.call("Heartbeat")
    s.must(True, "the connection stays open whatever is said to the key")
    await disconnected(s)
    await _refuses(s, charge_point.with_password(first), "a key that was Rejected")
    await _opens(s, old, "the old key after Rejected")
    await charge_point.connect()
    async with s.command("ChangeConfiguration", change | {"value": second}):
        await charge_point.disconnect(abruptly=True)
    await admitted_beyond(s, old, "without an answer the old key opens the connection")
    await admitted_beyond(s, old, "and goes on to, until the other has been used")
    await charge_point.connect()
    await s.commanded("ChangeConfiguration", change | {"value": third})
    await charge_point.call("Heartbeat")
    s.must(True, "the connection stays open after Accepted")
    await reconnected(s, charge_point.with_password(third), "the new key opens the connection")
    await disconnected(s)
    await _refuses(s, old, "the old key after Accepted")


@case("C-39", "Who is refused, and how", Profile.TRAPS, security_profiles=(2, 1), connected=False)
async def c_39_who_is_refused_and_how(s: Scenario) -> None:
    """Connects with no password, a wrong one, and none that can be read: HTTP 401, a challenge."""
    own = s.charge_point.handshake
    another_name = b64encode(b"another:" + key_bytes(s.charge_point.identity.password or ""))
    for name, headers in (
        ("no password", {}),
        ("a wrong password", s.charge_point.with_password("0" * 20).headers),
        ("another name with the right password", _authorization(another_name.decode())),
        ("what is no base64", _authorization("!!!")),
        ("a token", {"Authorization": "Bearer 0123456789"}),
    ):
        answer = await refused(s, replace(own, headers=headers), f"{name} is refused")
        status = answer.status if isinstance(answer, Refused) else 0
        s.must(status == 401, f"{name} is answered HTTP 401 in the place of the upgrade", answer)
        challenge = (
            answer.headers.get("www-authenticate", "") if isinstance(answer, Refused) else ""
        )
        s.must(challenge.lower().startswith("basic"), "WWW-Authenticate asks for Basic", challenge)
    await refusal_recorded(s)


@case("C-40", "One security profile", Profile.TRAPS, security_profiles=(2,), connected=False)
async def c_40_one_security_profile(s: Scenario) -> None:
    """Set to 1, connects by 2; set to 2, without TLS; set to 3, by a password: all refused."""
    lower = s.of(await s.another("-1", security_profile=1))
    await _refuses(lower, lower.charge_point.handshake, "profile 2 where 1 is set")
    if plain := s.settings.plain_url:
        own = s.charge_point.handshake
        by_name = own.url.rpartition("/")[2]
        bare = Handshake(f"{plain.rstrip('/')}/{by_name}", own.headers)
        await _refuses(s, bare, "profile 1 where 2 is set")
    certified = s.of(await s.another("-3", security_profile=3, password=None))
    mine = certified.charge_point.handshake
    password = certified.charge_point.with_password(secrets.token_hex(10)).headers
    without = replace(mine, headers=password, tls=replace(mine.tls, certificate=None))
    await _refuses(certified, without, "a password where 3 is set")
    await admitted_beyond(
        certified, replace(mine, headers=password), "a header beside a certificate is ignored"
    )
    await _opens(s, s.charge_point.handshake, "the profile that is set")


def _authorization(value: str) -> dict[str, str]:
    return {"Authorization": f"Basic {value}"}


async def _opens(s: Scenario, handshake: Handshake, what: str) -> None:
    await s.charge_point.connect(handshake, f"{what} opens the connection")
    await s.charge_point.call("Heartbeat")
    await disconnected(s)


async def _refuses(s: Scenario, handshake: Handshake, what: str) -> None:
    await refused(s, handshake, f"{what} is refused")
