"""What charge points ask to be certified: each request, and what has become of it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from pynamodb.attributes import UnicodeAttribute, UTCDateTimeAttribute
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from csms import settings
from csms.digests import digest
from csms.store.provisioned.issued_certificates import WORK
from csms.store.table import StateItem, Write, by_name, put, query, update, when
from csms.store.table.attributes import IntegerAttribute, optional

State = Literal["waiting", "issued", "sent", "accepted", "rejected", "failed", "superseded"]
Form = Literal["chain", "leaf"]

OPEN: tuple[State, ...] = ("waiting", "issued", "sent")


class CertificateSigningRequest(StateItem, discriminator="certificate signing request"):
    """One CSR, by its digest; the same again, once it has ended, begins anew.

    `attempts` counts how often the certificate authority failed, then how often what it issued was
    handed out in vain; `wakes_at` is when that is tried next. `sha256` and `leaf` are of the
    certificate, `issuers` are those above it without the root, if there are any, `command_id` is
    of the CertificateSigned on its way. `form`: whether that has the leaf alone, `forms` which
    was rejected last (C-63), kept for when the same is asked again. `revision` counts the writes.
    """

    PREFIX = "CSR#"

    csr = UnicodeAttribute()
    state = UnicodeAttribute()
    received_at = UTCDateTimeAttribute()
    revision = IntegerAttribute()
    attempts = optional(IntegerAttribute)
    wakes_at = optional(UTCDateTimeAttribute)
    reason = optional(UnicodeAttribute)
    sha256 = optional(UnicodeAttribute)
    leaf = optional(UnicodeAttribute)
    issuers = optional(UnicodeAttribute)
    form = optional(UnicodeAttribute)
    forms = optional(UnicodeAttribute)
    command_id = optional(UnicodeAttribute)
    approved_by = optional(UnicodeAttribute)
    ended_at = optional(UTCDateTimeAttribute)

    @classmethod
    def of(cls, charge_point_id: str, request_id: str) -> "CertificateSigningRequest":
        return cls(f"CP#{charge_point_id}", f"{cls.PREFIX}{request_id}")

    @property
    def charge_point_id(self) -> str:
        return self.pk.removeprefix("CP#")

    @property
    def request_id(self) -> str:
        return self.sk.removeprefix(self.PREFIX)

    @property
    def has_ended(self) -> bool:
        return self.state not in OPEN


Requests = Sequence[CertificateSigningRequest]


def id_of(csr: str) -> str:
    """Line ends and blanks make no other request."""
    return digest("csr", *csr.split())[:32]


def asked(charge_point_id: str, csr: str, at: datetime) -> Write:
    """It waits, unless it does already; an update, for that is what every action may do."""
    request = CertificateSigningRequest
    stub = request.of(charge_point_id, id_of(csr))
    gone = (
        request.sha256,
        request.leaf,
        request.issuers,
        request.form,
        request.command_id,
        request.approved_by,
        request.reason,
        request.ended_at,
        request.expires_at,
    )
    list_pk, list_sk = by_name(WORK, _due(stub, at))
    actions: list[Action] = [
        request.kind.set(request),
        request.csr.set(csr),
        request.state.set("waiting"),
        request.received_at.set(at),
        request.attempts.set(0),
        request.wakes_at.set(at),
        request.revision.add(1),
        request.by_name_pk.set(list_pk),
        request.by_name_sk.set(list_sk),
        *(attribute.remove() for attribute in gone),
    ]
    anew: Condition = request.pk.does_not_exist() | ~request.state.is_in(*OPEN)
    return update(stub, actions, anew)


def of_charge_point(charge_point_id: str) -> Requests:
    """All of them, the newest first."""
    found = query(
        CertificateSigningRequest, f"CP#{charge_point_id}", CertificateSigningRequest.PREFIX
    )
    return sorted(found, key=lambda one: one.received_at, reverse=True)


def moved(request: CertificateSigningRequest) -> Write:
    """As it is now, if nobody else has written it: on the list until it has ended."""
    unmoved: Condition = CertificateSigningRequest.revision == request.revision
    request.revision += 1
    if request.has_ended:
        request.by_name_pk = request.by_name_sk = request.wakes_at = None
        request.expires_at = settings.reports_expire(request.ended_at or request.received_at)
    else:
        due = _due(request, request.wakes_at or request.received_at)
        request.by_name_pk, request.by_name_sk = by_name(WORK, due)
    return put(request, unmoved)


def answered(
    request: CertificateSigningRequest,
    state: Literal["accepted", "rejected"],
    at: datetime,
    reason: str | None = None,
) -> Write:
    """The charge point has said what it makes of its certificate, by that command."""
    own = CertificateSigningRequest
    actions: list[Action] = [
        own.state.set(state),
        own.ended_at.set(at),
        *([own.forms.set(request.form)] if state == "rejected" and request.form else []),
        own.reason.set(reason) if reason else own.reason.remove(),
        own.revision.add(1),
        own.by_name_pk.remove(),
        own.by_name_sk.remove(),
        own.wakes_at.remove(),
    ]
    if expires_at := settings.reports_expire(at):
        actions.append(own.expires_at.set(expires_at))
    return update(request, actions, _on_its_way(request))


def in_another_form(
    request: CertificateSigningRequest, rejected: str, form: Form, at: datetime
) -> Write:
    """It was rejected as it was sent; it is handed out otherwise (C-63)."""
    own = CertificateSigningRequest
    list_pk, list_sk = by_name(WORK, _due(request, at))
    actions: list[Action] = [
        own.state.set("issued"),
        own.forms.set(rejected),
        own.form.set(form),
        own.wakes_at.set(at),
        own.by_name_pk.set(list_pk),
        own.by_name_sk.set(list_sk),
        own.command_id.remove(),
        own.revision.add(1),
    ]
    return update(request, actions, _on_its_way(request))


def _on_its_way(request: CertificateSigningRequest) -> Condition:
    own = CertificateSigningRequest
    sent: Condition = own.state.is_in(*OPEN) & (own.command_id == request.command_id)
    return sent


def _due(request: CertificateSigningRequest, at: datetime) -> str:
    return f"{when(at)}#{request.charge_point_id}#{request.sk}"
