"""What ChangeAvailability has set (OCPP 1.6 §5.2)."""

from collections.abc import Mapping

Set = Mapping[str, str]


def availability_of(connector_id: int, was_set: Mapping[str, Set]) -> Set | None:
    """The later of what was set for the connector and for 0, which is all of them.

    So a change that is Scheduled is over with the next one for the whole charge point.
    """
    own, of_all = was_set.get(str(connector_id)), was_set.get("0")
    if own is None or of_all is None:
        return own or of_all
    return own if own["at"] > of_all["at"] else of_all
