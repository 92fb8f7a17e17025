"""Local Authorization List Management: 6 cases."""

from collections.abc import Sequence

from csms_tools.certification.case import Profile, case
from csms_tools.certification.charge_point.schemas import Payload
from csms_tools.certification.scenario import Scenario

LIST = Profile.LOCAL_AUTH_LIST


@case("TC_042_1", "Get Local List Version, not supported", LIST)
async def tc_042_1_version_not_supported(s: Scenario) -> None:
    """< GetLocalListVersion / -1."""
    await version_told(s, -1)


@case("TC_042_2", "Get Local List Version, empty", LIST)
async def tc_042_2_version_empty(s: Scenario) -> None:
    """< GetLocalListVersion / 0."""
    await version_told(s, 0)


@case("TC_043_1", "Send Local Authorization List, NotSupported", LIST)
async def tc_043_1_send_list_not_supported(s: Scenario) -> None:
    """< SendLocalList Full / NotSupported."""
    await s.commanded("SendLocalList", raw_list(1, [s.tags.accepted]), status("NotSupported"))
    await no_list_recorded(s)


@case("TC_043_3", "Send Local Authorization List, Failed", LIST)
async def tc_043_3_send_list_failed(s: Scenario) -> None:
    """< SendLocalList Full / Failed."""
    sent = await list_sent(s, 1, [s.tags.accepted], answer="Failed")
    s.must(sent["updateType"] == "Full", "updateType is Full", sent)
    await no_list_recorded(s)


@case("TC_043_4", "Send Local Authorization List, Full", LIST)
async def tc_043_4_send_list_full(s: Scenario) -> None:
    """< SendLocalList Full / Accepted."""
    sent = await full_list(s, [s.tags.accepted, s.tags.first])
    await list_recorded(s, sent["listVersion"], {s.tags.accepted, s.tags.first})


@case("TC_043_5", "Send Local Authorization List, Differential", LIST)
async def tc_043_5_send_list_differential(s: Scenario) -> None:
    """< SendLocalList Full, < GetLocalListVersion / that version, < SendLocalList Differential."""
    before: int = (await full_list(s, [s.tags.accepted]))["listVersion"]
    await version_told(s, before)
    sent = await list_sent(s, before + 1, [s.tags.first], full=False)
    s.must(sent["updateType"] == "Differential", "updateType is Differential", sent)
    entries = sent.get("localAuthorizationList", [])
    s.must([one["idTag"] for one in entries] == [s.tags.first], "only the new id tag is sent", sent)
    s.must("idTagInfo" in entries[0], "the new entry has idTagInfo", sent)
    s.must(sent["listVersion"] > before, "listVersion is greater than before", sent)
    await list_recorded(s, sent["listVersion"], {s.tags.accepted, s.tags.first})


async def full_list(s: Scenario, id_tags: Sequence[str]) -> Payload:
    sent = await list_sent(s, 1, id_tags)
    s.must(sent["updateType"] == "Full", "updateType is Full", sent)
    entries = sent.get("localAuthorizationList", [])
    there = sorted(one["idTag"] for one in entries)
    s.must(there == sorted(id_tags), "the list has the id tags that the operator named", sent)
    s.must(all("idTagInfo" in one for one in entries), "every entry has idTagInfo", sent)
    s.beyond(sent["listVersion"] > 0, "listVersion is above 0 (C-51)", sent)
    return sent


async def list_sent(
    s: Scenario,
    version: int,
    id_tags: Sequence[str],
    *,
    full: bool = True,
    answer: str = "Accepted",
) -> Payload:
    """By the operation of the CSMS's own, which counts the versions, or else as a command."""
    own = s.site.operator.send_local_list(s.charge_point.id, id_tags, full=full)
    what = f"{'sends' if full else 'adds to'} the local list: {', '.join(id_tags)}"
    raw = raw_list(version, id_tags, "Full" if full else "Differential")
    return await s.operated("SendLocalList", own, what, status(answer), instead=raw)


def raw_list(version: int, id_tags: Sequence[str], update_type: str = "Full") -> Payload:
    entries = [{"idTag": id_tag, "idTagInfo": {"status": "Accepted"}} for id_tag in id_tags]
    return {
        "listVersion": version,
        "localAuthorizationList": entries,
        "updateType": update_type,
    }


def status(answer: str) -> Payload:
    return {"status": answer}


async def version_told(s: Scenario, version: int) -> None:
    await s.commanded("GetLocalListVersion", {}, {"listVersion": version})
    await s.recorded(
        f"the CSMS knows that the charge point has told version {version}",
        lambda records: records.local_list(s.charge_point.id),
        lambda one: one and one.reported == version,
    )


async def list_recorded(s: Scenario, version: int, id_tags: set[str]) -> None:
    await s.recorded(
        "the CSMS knows the list that the charge point has accepted",
        lambda records: records.local_list(s.charge_point.id),
        lambda one: one and one.version == version and one.id_tags == id_tags,
    )


async def no_list_recorded(s: Scenario) -> None:
    await s.recorded(
        "the CSMS records no list that the charge point has not accepted",
        lambda records: records.local_list(s.charge_point.id),
        lambda one: one is None or (one.version is None and not one.id_tags),
    )
