"""C-51, C-52: versions and entries of the local list."""

from csms_tools.certification.case import Profile, case
from csms_tools.certification.charge_point.schemas import Payload
from csms_tools.certification.scenario import Scenario

LISTED = {"status": "Accepted"}


@case("C-51", "A version that does not match", Profile.TRAPS)
async def c_51_a_version_that_does_not_match(s: Scenario) -> None:
    """< SendLocalList Differential / VersionMismatch, / Failed; nothing more; < Full / Accepted."""
    entry = {"idTag": s.tags.accepted, "idTagInfo": LISTED}
    change = _list(3, "Differential", entry)
    for status in ("VersionMismatch", "Failed"):
        await s.commanded("SendLocalList", change, {"status": status})
        await s.charge_point.line.quiet(s.settings.quiet)
        s.must(True, f"nothing is sent again of its own accord after {status}")
    await s.commanded("SendLocalList", _list(4, "Full", entry))
    await s.commanded("GetLocalListVersion", {}, {"listVersion": 4})


@case("C-52", "Entries that go", Profile.TRAPS)
async def c_52_entries_that_go(s: Scenario) -> None:
    """< SendLocalList Full, < Differential with an entry that has no idTagInfo, < Full, empty."""
    info = LISTED | {"parentIdTag": s.tags.parent}
    own, group = {"idTag": s.tags.accepted, "idTagInfo": LISTED}, {"idTag": s.tags.first}
    await s.commanded("SendLocalList", _list(1, "Full", own, group | {"idTagInfo": info}))
    await s.commanded("SendLocalList", _list(2, "Differential", group))
    s.must(True, "an entry that is to go leaves without idTagInfo, and not with null")
    await s.commanded("SendLocalList", _list(3, "Full"))


def _list(version: int, kind: str, *entries: Payload) -> Payload:
    named = {"listVersion": version, "localAuthorizationList": list(entries)}
    return named | {"updateType": kind}
