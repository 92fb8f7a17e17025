"""What a charge point's local list lacks, of the id tags that should be on it (§5.15)."""

from collections.abc import Mapping

from csms.store.commands.local_list_items import Entry
from csms.store.commands.local_lists import LocalList
from csms.store.commands.wanted_lists import WantedList

HAS_NONE = -1  # the version that a charge point without a list reports


def lacking(
    wanted: WantedList, standing: Mapping[str, Entry], known: LocalList
) -> tuple[list[Entry], bool]:
    """The entries to send, and whether as a full list; none if nothing differs.

    `standing` has our tags as they stand now, by id tag in upper case; one that is ours no more
    leaves the list.
    """
    if known.reported_version == HAS_NONE:
        return [], False
    should = {tag: standing.get(tag) if spelled else None for tag, spelled in wanted.tags.items()}
    if known.contradicted or (wanted.full and not known.complete):
        return _anew(wanted, should, known)
    differing = {tag: entry for tag, entry in should.items() if known.entries.get(tag) != entry}
    return [_sent(tag, entry) for tag, entry in sorted(differing.items())], False


def astray(wanted: WantedList, known: LocalList) -> tuple[list[str], list[str]]:
    """The id tags that should be on the list and are not, and those that are and should not be."""
    missing = [
        spelled for tag, spelled in wanted.tags.items() if spelled and tag not in known.entries
    ]
    left_over = [
        str(known.entries[tag]["idTag"])
        for tag, spelled in wanted.tags.items()
        if spelled is None and tag in known.entries
    ]
    return sorted(missing), sorted(left_over)


def _anew(
    wanted: WantedList, should: Mapping[str, Entry | None], known: LocalList
) -> tuple[list[Entry], bool]:
    """All that should be there, for what is there is not known."""
    others = {tag: entry for tag, entry in known.entries.items() if tag not in should}
    full = wanted.full or known.complete or known.reported_version == 0
    entries = {**others, **should}
    return [_sent(tag, entry) for tag, entry in sorted(entries.items()) if entry or not full], full


def _sent(tag: str, entry: Entry | None) -> Entry:
    return entry or {"idTag": tag}  # without its standing it is deleted
