"""What spoils the cases of Firmware Management, and how each says so."""

from dataclasses import replace

from tests.csms_tools.certification.mutations.mutation import (
    Mutation,
    another_call,
    answered,
    answered_late,
    answered_with_an_error,
    called,
    never_called,
    not_answered,
    not_recorded,
    recorded,
    told,
)

UPDATE, UPDATING = "UpdateFirmware", "FirmwareStatusNotification"
DIAGNOSTICS, UPLOADING = "GetDiagnostics", "DiagnosticsStatusNotification"
ELSEWHERE = "https://127.0.0.1:9/elsewhere"


def of_an_update(progress: str, *, succeeded: bool) -> list[Mutation]:
    expects = f"the update has come to {progress}"
    return [
        never_called(UPDATE),
        called(UPDATE, "another location", "as the operator gave it", location=ELSEWHERE),
        called(UPDATE, "no retrieveDate", "UpdateFirmware is valid", retrieveDate=None),
        told(UPDATE, {"status": "Accepted"}),
        not_answered(UPDATING),
        answered_with_an_error(UPDATING),
        answered(
            UPDATING, "a status", "FirmwareStatusNotificationResponse is valid", status="Idle"
        ),
        another_call(UPDATING, "TriggerMessage", requestedMessage=UPDATING),
        *_of_a_job(expects, succeeded),
    ]


def of_diagnostics(progress: str, *, succeeded: bool) -> list[Mutation]:
    expects = f"the diagnostics have come to {progress}"
    return [
        never_called(DIAGNOSTICS),
        told(DIAGNOSTICS, {"fileName": "other.txt"}),
        not_answered(UPLOADING),
        answered_late(UPLOADING, 3.0),
        another_call(UPLOADING, DIAGNOSTICS, location=ELSEWHERE),
        *_of_a_job(expects, succeeded),
    ]


def _of_a_job(expects: str, succeeded: bool) -> list[Mutation]:
    return [
        not_recorded("jobs", expects),
        recorded(
            "jobs",
            "it goes on",
            expects,
            lambda jobs: [replace(one, succeeded=None) for one in jobs],
        ),
        recorded(
            "jobs",
            "the other end",
            expects,
            lambda jobs: [replace(one, succeeded=not succeeded) for one in jobs],
        ),
    ]


MUTATIONS: dict[str, list[Mutation]] = {
    "TC_044_1": [
        *of_an_update("Installed", succeeded=True),
        answered("BootNotification", "Pending", "BootNotification is Accepted", status="Pending"),
    ],
    "TC_044_2": of_an_update("DownloadFailed", succeeded=False),
    "TC_044_3": [
        *of_an_update("InstallationFailed", succeeded=False),
        answered("BootNotification", "Pending", "BootNotification is Accepted", status="Pending"),
    ],
    "TC_045_1": [
        *of_diagnostics("Uploaded", succeeded=True),
        called(DIAGNOSTICS, "no location", "GetDiagnostics is valid", location=None),
        called(DIAGNOSTICS, "an empty location", "where to bring the file", location=""),
        called(DIAGNOSTICS, "another location", "the CSMS has the file", location=ELSEWHERE),
        not_recorded("files", "the CSMS has the file"),
    ],
    "TC_045_2": [
        *of_diagnostics("UploadFailed", succeeded=False),
        called(DIAGNOSTICS, "another location", "as the operator gave it", location=ELSEWHERE),
    ],
}
