"""A campaign as an operator asks for it."""

from datetime import datetime, timedelta
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, ValidationError, model_validator

from api.firmware_updates.ordering import MOST_REPEATS, Timeouts
from api.firmware_updates.sources import SignedSource
from api.http.models import Body, Time
from api.http.problems import Problem, bad_field, field_error
from csms.domain.time_windows import zone_of
from csms.outbound.context import request_of
from csms.redaction import without_secrets
from csms.wire.ocpp16 import spell_time
from outbound import COMMANDS

MOST_CHARGE_POINTS = 10_000  # in a list: what can be written down within a request
MOST_AT_ONCE = 200
LONGEST = timedelta(days=364)
USUAL = timedelta(days=30)

Identity = Annotated[str, Field(min_length=1, max_length=255)]
Fraction = Annotated[float, Field(gt=0, le=1, strict=False)]
Told = Annotated[str, Field(min_length=1, max_length=50)]
TimeOfDay = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]


def _in_a_zone(name: str) -> str:
    zone_of(name)
    return name


class Firmware(SignedSource):
    """With `signingCertificate` and `signature`, or `sign`, a SignedUpdateFirmware.

    `location` leaves as it is, for all, and is fetched at once; of an `image` each is told an
    address of ours, which holds until campaign and update have ended. `retries` and
    `retryInterval`, in seconds, are the charge point's own; `repeats` says how often the CSMS asks
    again. Of a charge point that has reported this `firmwareVersion` nothing is asked, and a boot
    has to confirm it.
    """

    firmware_version: Told | None = None
    retries: Annotated[int, Field(ge=0)] | None = None
    retry_interval: Annotated[int, Field(ge=0)] | None = None
    timeouts: Timeouts | None = None
    repeats: Annotated[int, Field(ge=0, le=MOST_REPEATS)] = 0

    def packed(self, at: datetime, until: datetime) -> dict[str, Any]:
        """As it is kept; raises Problem for what no charge point could be sent until then."""
        signed = self.with_signature(at)
        unsaid = {"sign", "signing_key"}
        said = signed.model_dump(by_alias=True, exclude_none=True, exclude=unsaid)
        if self.timeouts:
            said["timeouts"] = self.timeouts.model_dump(exclude_none=True)
        if without_secrets(said) != said:
            raise bad_field("firmware.location", "a location with a secret is not kept")
        location = self.address(until)
        own = {name: said[name] for name in ("retries", "retryInterval") if name in said}
        times = {"location": location, "retrieveDate": spell_time(at)}
        action, payload = "UpdateFirmware", own | times
        if signed.signature is not None:
            given = {name: said[name] for name in ("signingCertificate", "signature")}
            firmware = given | {"location": location, "retrieveDateTime": spell_time(at)}
            action, payload = "SignedUpdateFirmware", own | {"requestId": 1, "firmware": firmware}
        try:
            request_of(COMMANDS[action], payload)
        except ValidationError as fault:
            errors = [field_error(error) for error in fault.errors(include_url=False)]
            raise Problem(400, f"{errors[0].field}: {errors[0].message}", errors=errors) from None
        return said


class Filter(Body):
    """What charge points have said of themselves in their last BootNotification."""

    vendor: Annotated[str, Field(min_length=1, max_length=20)] | None = None
    model: Annotated[str, Field(min_length=1, max_length=20)] | None = None
    firmware_version: Told | None = None

    @model_validator(mode="after")
    def _says_something(self) -> "Filter":
        if not self.model_fields_set:
            raise ValueError("a filter says something")
        return self


class Targets(Body):
    """A list, in its order; or a filter, which is worked out when the campaign starts."""

    charge_point_ids: (
        Annotated[list[Identity], Field(min_length=1, max_length=MOST_CHARGE_POINTS)] | None
    ) = None
    filter: Filter | None = None

    @model_validator(mode="after")
    def _is_one_of_both(self) -> "Targets":
        if (self.charge_point_ids is None) == (self.filter is None):
            raise ValueError("either chargePointIds or a filter")
        if len(set(self.charge_point_ids or ())) != len(self.charge_point_ids or ()):
            raise ValueError("one of chargePointIds is named twice")
        return self


class Phase(Body):
    """The next `count` charge points, or that `share` of all; those that are left come last.

    The phase behind it begins once the share `successThreshold` of it has succeeded.
    """

    share: Fraction | None = None
    count: Annotated[int, Field(ge=1)] | None = None
    success_threshold: Fraction = 1.0
    next_phase: Literal["automatic", "manual"] = "automatic"

    @model_validator(mode="after")
    def _is_one_of_both(self) -> "Phase":
        if (self.share is None) == (self.count is None):
            raise ValueError("either a share or a count")
        return self


class Rollout(Body):
    """At most `concurrency` updates at once, and `maximumPerMinute` that begin in any minute."""

    concurrency: Annotated[int, Field(ge=1, le=MOST_AT_ONCE)] = 20
    maximum_per_minute: Annotated[int, Field(ge=1, le=1000)] | None = None


class Abort(Body):
    """More than that share of those that were tried, of at least so many, came to this end."""

    on: Literal["failed", "rejected", "timedOut", "superseded", "any"]
    share: Annotated[float, Field(ge=0, lt=1, strict=False)]
    at_least: Annotated[int, Field(ge=1)] = 1


class Window(Body):
    """The hours in which updates may begin, by the clocks of a place; also past midnight."""

    from_: Annotated[TimeOfDay, Field(alias="from")]
    to: TimeOfDay
    time_zone: Annotated[str, Field(max_length=64), AfterValidator(_in_a_zone)]


class NewCampaign(Body):
    """A `firmware` for each, or with `rotateKeys` another AuthorizationKey, which nobody sees.

    Starts at its `startTime`, else at once, or as a `draft` when an operator says so.

    At its `endTime`, else 30 days later, what has not begun is skipped; what goes on is heard to
    its end, or, with `leave`, given up.
    """

    name: Annotated[str, Field(min_length=1, max_length=100)]
    firmware: Firmware | None = None
    rotate_keys: bool = False
    targets: Targets
    phases: Annotated[tuple[Phase, ...], Field(max_length=10, strict=False)] = ()
    rollout: Rollout = Rollout()
    abort: Annotated[tuple[Abort, ...], Field(max_length=10, strict=False)] = ()
    window: Window | None = None
    while_charging: Literal["wait", "update"] = "wait"
    start_time: Time | None = None
    end_time: Time | None = None
    end_behaviour: Literal["finish", "leave"] = "finish"
    draft: bool = False

    @model_validator(mode="after")
    def _is_one_of_both(self) -> "NewCampaign":
        if (self.firmware is None) != self.rotate_keys:
            raise ValueError("either a firmware or rotateKeys")
        return self

    @property
    def plan(self) -> dict[str, Any]:
        """What is decided by; see `csms.domain.campaign_plans.Plan`."""
        kept = {"phases", "rollout", "abort", "window", "while_charging", "end_behaviour"}
        plan = self.model_dump(by_alias=True, exclude_none=True, include=kept)
        if self.rotate_keys and "while_charging" not in self.model_fields_set:
            plan["whileCharging"] = "update"  # a new key hinders nobody who charges
        return plan

    def times(self, at: datetime) -> tuple[datetime, datetime]:
        """When it starts, and ends; raises Problem."""
        starts = max(self.start_time or at, at)
        ends = self.end_time or starts + USUAL
        if ends <= starts:
            raise bad_field("endTime", "is before it starts")
        if ends - at > LONGEST:
            raise bad_field("endTime", f"is more than {LONGEST.days} days ahead")
        return starts, ends
