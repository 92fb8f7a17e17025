"""What several commands are refused for, from what is known alone: a reason, or None."""

from csms.domain.authorization import id_tag_info
from csms.domain.command_context import CommandContext
from csms.store.provisioned.id_tags import IdTag
from csms.store.reported.configuration import Configuration
from csms.wire.ocpp16 import Request


def needs_configuration(_: Request, charge_point_id: str) -> list[Configuration]:
    return [Configuration.of(charge_point_id)]


def unknown_connector(context: CommandContext, connector_id: int | None) -> str | None:
    """0 is the charge point itself; one that has reported is there, whatever NumberOfConnectors.

    The command needs the Configuration.
    """
    if connector_id is None:
        return None
    if connector_id < 0:
        return f"{connector_id} is no connector"
    configuration = context.find(Configuration.of(context.charge_point_id))
    number = configuration and configuration.number("NumberOfConnectors")
    if number is None or connector_id <= number:
        return None
    if str(connector_id) in context.charge_point.connectors.as_dict():
        return None
    return f"the charge point has no connector {connector_id}: its NumberOfConnectors is {number}"


def may_not_charge(context: CommandContext, id_tag: str) -> str | None:
    """As Authorize would answer. The command needs the IdTag, which leads to its group."""
    tag = context.find(IdTag.of(id_tag))
    if tag is None:
        return f"the id tag {id_tag} is not known"
    group = context.find(IdTag.of(tag.parent_id_tag)) if tag.parent_id_tag else None
    status = id_tag_info(tag, group, context.at).status
    return None if status == "Accepted" else f"the id tag {id_tag} is {status}"


def group_of(context: CommandContext, id_tag: str) -> list[IdTag]:
    """What the tag leads to."""
    tag = context.find(IdTag.of(id_tag))
    return [IdTag.of(tag.parent_id_tag)] if tag and tag.parent_id_tag else []
