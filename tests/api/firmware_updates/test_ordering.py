import pytest
from pydantic import ValidationError

from api.firmware_updates.ordering import NewFirmwareUpdate, written_down
from csms.store.commands import image_uses
from csms.store.commands.jobs import Job
from csms.store.provisioned.charge_points import ChargePoint
from csms.store.table import fetch, transact
from tests.support import NOON

LOCATION = "ftp://files.example/a b.bin"
NEW = {"location": LOCATION, "retrieveDate": NOON}
SIGNED = NEW | {"signingCertificate": "-----BEGIN", "signature": "AAA="}


def of(body: dict[str, object]) -> NewFirmwareUpdate:
    return NewFirmwareUpdate.model_validate(body, by_alias=True)


def test_without_a_signature_it_is_an_update_firmware() -> None:
    order = of(NEW | {"retries": 3, "retryInterval": 0})
    assert (order.action, order.payload(LOCATION)) == (
        "UpdateFirmware",
        {
            "location": "ftp://files.example/a b.bin",
            "retrieveDate": "2026-06-01T12:00:00.000Z",
            "retries": 3,
            "retryInterval": 0,
        },
    )


def test_with_one_it_is_signed() -> None:
    order = of(SIGNED | {"installDate": NOON})
    assert (order.action, order.payload(LOCATION)) == (
        "SignedUpdateFirmware",
        {
            "firmware": {
                "location": "ftp://files.example/a b.bin",
                "retrieveDateTime": "2026-06-01T12:00:00.000Z",
                "installDateTime": "2026-06-01T12:00:00.000Z",
                "signingCertificate": "-----BEGIN",
                "signature": "AAA=",
            }
        },
    )


@pytest.mark.parametrize(
    "wrong",
    [
        {"signature": "AAA="},
        {"signingCertificate": "-----BEGIN"},
        {"installDate": NOON},
        {"timeouts": {"downloaded": 0}},
        {"timeouts": {"rebooted": 5}},
        {"repeats": 11},
        {"firmwareVersion": ""},
        {"image": "i1"},
        {"location": None},
    ],
)
def test_what_makes_no_sense_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        of(NEW | wrong)


def test_all_that_is_to_be_known_is_written_down(cp1: str) -> None:
    order = of(NEW | {"firmwareVersion": "2.0", "repeats": 2, "timeouts": {"installed": 60}})
    following = order.job(cp1, "command-1", NOON, None)
    following.location = LOCATION
    transact(*written_down(following))
    job, charge_point = fetch(Job.of(cp1, "command-1"), ChargePoint.of(cp1))
    assert job
    assert charge_point
    assert (job.expected_version, job.repeats, job.timeouts) == ("2.0", 2, {"installed": 60})
    assert (job.status, job.asked_at, job.retrieve_at) == (None, NOON, NOON)
    assert charge_point.awaits_boot == "command-1"


def test_an_image_is_used_until_the_update_has_ended(cp1: str) -> None:
    job = of({"image": "i1", "retrieveDate": NOON}).job(cp1, "command-1", NOON, None)
    job.location = "https://ocpp.example/files/get/…"
    transact(*written_down(job))
    user = image_uses.still("i1")
    assert user
    assert (user.pk, user.sk) == (job.pk, job.sk)
