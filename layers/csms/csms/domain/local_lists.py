"""What a charge point will not take for its local list (OCPP 1.6 §5.15, C-51, C-52)."""

from csms.domain.command_context import CommandContext
from csms.store.commands.local_list_items import MOST_ITEMS, cut
from csms.store.commands.local_lists import Changes, LocalList, key
from csms.store.reported.configuration import Configuration


def known(context: CommandContext) -> LocalList | None:
    local_list = context.find(LocalList.of(context.charge_point_id))
    if local_list is None:
        return None
    return local_list.joined([context.find(one) for one in local_list.further])


def unkept(changes: Changes, local_list: LocalList | None, *, full: bool) -> str | None:
    """What is more than we can keep is not sent: it would be lost once it was accepted."""
    standing = local_list or LocalList()
    entries = standing.after(changes, full=full)
    heard = standing.heard | {key(id_tag): 0 for id_tag, _ in changes}
    if len(cut(entries, heard)) > MOST_ITEMS:
        return f"the list would have {len(entries)} entries, which is more than is kept of one"
    return None


def unfit(
    version: int,
    changes: Changes,
    local_list: LocalList | None,
    configuration: Configuration | None,
    *,
    full: bool,
) -> str | None:
    return (
        unfit_version(version, local_list, full=full)
        or unfit_entries(changes, full=full)
        or too_long(changes, local_list, configuration, full=full)
    )


def unfit_version(version: int, local_list: LocalList | None, *, full: bool) -> str | None:
    if version <= 0:
        return "listVersion: the versions of a list begin at 1"
    standing = local_list and local_list.known_version
    if full or standing is None or version > standing:
        return None
    return f"listVersion: the charge point has version {standing}, and takes a higher one"


def unfit_entries(changes: Changes, *, full: bool) -> str | None:
    seen = set()
    for id_tag, entry in changes:
        if full and entry is None:
            return f"{id_tag}: an entry of a full list has an idTagInfo"
        if key(id_tag) in seen:
            return f"{id_tag} is on the list twice"
        seen.add(key(id_tag))
    return None


def too_long(
    changes: Changes,
    local_list: LocalList | None,
    configuration: Configuration | None,
    *,
    full: bool,
) -> str | None:
    most_sent = configuration and configuration.number("SendLocalListMaxLength")
    if most_sent is not None and len(changes) > most_sent:
        return f"it takes at most {most_sent} entries at a time (SendLocalListMaxLength)"
    return makes_it_too_long(changes, local_list, configuration, full=full)


def makes_it_too_long(
    changes: Changes,
    local_list: LocalList | None,
    configuration: Configuration | None,
    *,
    full: bool,
) -> str | None:
    """However many times it takes to send them."""
    most = configuration and configuration.number("LocalAuthListMaxLength")
    length = len((local_list or LocalList()).after(changes, full=full))
    if most is not None and length > most:
        return f"the list would have {length} entries, and {most} at most (LocalAuthListMaxLength)"
    return None
