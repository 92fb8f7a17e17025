"""What becomes of client certificates: issued, handed out, told of before their end, revoked."""

from collections.abc import Sequence
from datetime import datetime

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from csms import credentials
from csms.store.provisioned.charge_points import IS_THERE, ChargePoint
from csms.store.provisioned.client_certificates import ClientCertificate, RevokedCertificate
from csms.store.table import Write, by_end, by_name, put, query, update, when

WORK = "WORK"  # the list of what waits for its time, by that
BY_END = "CLIENT-CERTIFICATE"  # the list of all by their ends
BY_HAND = "ByHand"  # handed out to a person, for an installer
PREFIX = "CLIENT-CERTIFICATE#"


def of_charge_point(charge_point_id: str) -> Sequence[ClientCertificate]:
    """All that are known, the one issued last first."""
    found = query(ClientCertificate, f"CP#{charge_point_id}", PREFIX)
    return sorted(found, key=lambda one: one.issued_at, reverse=True)


def issued(certificate: ClientCertificate, wakes_at: datetime | None) -> Write:
    """`wakes_at`: when its end, or its renewal, is to be looked at first."""
    if certificate.not_after:
        owner = f"{certificate.charge_point_id}#{certificate.sha256}"
        keys = by_end(BY_END, owner, certificate.not_after)
        certificate.by_time_pk, certificate.by_time_sk = keys
    on_list(certificate, wakes_at)
    return put(certificate, ClientCertificate.pk.does_not_exist())


def on_list(certificate: ClientCertificate, wakes_at: datetime | None) -> None:
    """Where it stands on the list of what waits for its time."""
    certificate.by_name_pk = certificate.by_name_sk = None
    if wakes_at:
        name = f"{when(wakes_at)}#{certificate.charge_point_id}#{certificate.sha256}"
        certificate.by_name_pk, certificate.by_name_sk = by_name(WORK, name)


def looked_at(certificate: ClientCertificate, before: str | None) -> Write:
    """What was told of it, what was asked for, and when it is looked at again.

    `before`: where it stood on the list when it was read; who moves it does so once.
    """
    own = ClientCertificate
    actions: list[Action] = []
    for attribute in (
        own.warned,
        own.renewal_asked_at,
        own.renewals,
        own.by_name_pk,
        own.by_name_sk,
    ):
        value = getattr(certificate, attribute.attr_name)
        actions.append(attribute.remove() if value is None else attribute.set(value))
    unmoved = own.by_name_sk == before if before else own.by_name_sk.does_not_exist()
    return update(certificate, actions, own.pk.exists() & unmoved)


def on_its_way(certificate: ClientCertificate, command_id: str) -> Write:
    """It is in that CertificateSigned."""
    actions: list[Action] = [ClientCertificate.command_id.set(command_id)]
    return update(certificate, actions, ClientCertificate.pk.exists())


def answered(certificate: ClientCertificate, status: str, command_id: str) -> Write:
    """The charge point has taken it, or not; the answer to the last command counts."""
    own: Condition = ClientCertificate.command_id == command_id
    actions: list[Action] = [ClientCertificate.handed_out.set(status)]
    return update(certificate, actions, own)


def revoked(
    certificate: ClientCertificate, at: datetime, because: str | None, *, known: bool
) -> Sequence[Write]:
    """It counts no more, and what it may have opened is shut by the same transaction.

    One that nobody has recorded is recorded so; raises nothing, see the conditions: it is there or
    not as it was read, and not revoked; the charge point is there.
    """
    own = ClientCertificate
    anew = [ChargePoint.generation.set(credentials.new_generation())]
    shut = update(ChargePoint.of(certificate.charge_point_id), anew, IS_THERE)
    certificate.revoked_at, certificate.revoked_because = at, because
    everywhere = RevokedCertificate.of(certificate.sha256)
    everywhere.revoked_at = at
    if not known:
        return [put(certificate, own.pk.does_not_exist()), shut, put(everywhere)]
    actions: list[Action] = [
        own.revoked_at.set(at),
        own.revoked_because.set(because) if because else own.revoked_because.remove(),
        own.by_name_pk.remove(),
        own.by_name_sk.remove(),
    ]
    unrevoked = own.pk.exists() & own.revoked_at.does_not_exist()
    return [update(certificate, actions, unrevoked), shut, put(everywhere)]
