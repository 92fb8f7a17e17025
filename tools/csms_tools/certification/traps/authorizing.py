"""C-28, C-31: what an id tag may, asked again."""

from csms_tools.certification.case import Profile, case
from csms_tools.certification.cases.states import authorized, started, stopped
from csms_tools.certification.charge_point.schemas import Payload
from csms_tools.certification.operator.interface import IdTag
from csms_tools.certification.scenario import Scenario
from csms_tools.certification.traps.repeating import start_of


@case("C-28", "A start asks again", Profile.TRAPS)
async def c_28_a_start_asks_again(s: Scenario) -> None:
    """> Authorize, < Accepted; the operator takes the tag back; > StartTransaction, < Invalid."""
    tag = f"{s.charge_point.id}-T"[-20:]
    await s.site.id_tag(IdTag(tag))
    await authorized(s, tag)
    s.note(f"deletes the id tag {tag}")
    await s.site.operator.delete_id_tag(tag)
    answer = await s.charge_point.call("StartTransaction", start_of(s) | {"idTag": tag})
    info, number = answer["idTagInfo"], answer["transactionId"]
    s.must(info["status"] == "Invalid", "a tag that was taken back is Invalid at the start", info)
    await stopped(s, number, 1010, reason="DeAuthorized")
    await s.recorded(
        "the transaction is recorded as Invalid",
        lambda records: records.transaction(s.charge_point.id, number),
        lambda one: one and one.standing == "Invalid",
    )


@case("C-31", "Tags of a group", Profile.TRAPS)
async def c_31_tags_of_a_group(s: Scenario) -> None:
    """> StartTransaction of one tag, > Authorize, StopTransaction of another; < their parent."""
    first = await s.charge_point.call("StartTransaction", start_of(s) | {"idTag": s.tags.first})
    number = first["transactionId"]
    _of_the_group(s, first["idTagInfo"], "StartTransaction")
    _of_the_group(s, await authorized(s, s.tags.second), "Authorize")
    parent = (await s.charge_point.call("Authorize", {"idTag": s.tags.parent}))["idTagInfo"]
    s.must(parent["status"] == "Invalid", "the parent itself is no tag", parent)
    answer = await stopped(s, number, 2500, idTag=s.tags.second, reason="Local")
    _of_the_group(s, answer.get("idTagInfo", {}), "StopTransaction")
    await s.recorded(
        "the other tag of the group has stopped it",
        lambda records: records.transaction(s.charge_point.id, number),
        lambda one: one and one.stopped and one.id_tag == s.tags.first,
    )
    number = await started(s)
    answer = await stopped(s, number, 2500, idTag=s.tags.unknown)
    standing = answer.get("idTagInfo", {}).get("status", "Invalid")
    s.must(standing == "Invalid", "a stop by an unknown tag is answered Invalid", answer)
    await s.recorded(
        "no tag can keep a transaction from its stop",
        lambda records: records.transaction(s.charge_point.id, number),
        lambda one: one and one.stopped,
    )
    answer = await stopped(s, await started(s), 2500)
    s.must("idTagInfo" not in answer, "a stop without a tag is answered without idTagInfo", answer)


def _of_the_group(s: Scenario, info: Payload, action: str) -> None:
    expectation = f"{action} of a tag with a parent is answered Accepted, with its parentIdTag"
    found = info.get("status"), info.get("parentIdTag")
    s.must(found == ("Accepted", s.tags.parent), expectation, info)
