"""Firmware Management: 5 cases, two of them of diagnostics."""

from csms_tools.certification.case import Profile, case
from csms_tools.certification.cases.states import booted
from csms_tools.certification.charge_point.files import upload
from csms_tools.certification.failures import NotRun
from csms_tools.certification.scenario import Scenario, now

FIRMWARE = Profile.FIRMWARE
FILE = "certify-diagnostics.txt"


@case("TC_044_1", "Firmware update, download and install", FIRMWARE)
async def tc_044_1_download_and_install(s: Scenario) -> None:
    """< UpdateFirmware, > Downloading, Downloaded, Unavailable, Installing, booted, Installed."""
    await update_asked(s)
    await installing(s)
    await booted(s)
    await update_told(s, "Installed")
    await update_recorded(s, "Installed", succeeded=True)


@case("TC_044_2", "Firmware update, download failed", FIRMWARE)
async def tc_044_2_download_failed(s: Scenario) -> None:
    """< UpdateFirmware, > Downloading, > DownloadFailed."""
    await update_asked(s)
    await update_told(s, "Downloading")
    await update_told(s, "DownloadFailed")
    await update_recorded(s, "DownloadFailed", succeeded=False)


@case("TC_044_3", "Firmware update, installation failed", FIRMWARE)
async def tc_044_3_installation_failed(s: Scenario) -> None:
    """< UpdateFirmware, > Downloading … Installing, booted, InstallationFailed."""
    await update_asked(s)
    await installing(s)
    await booted(s)
    await update_told(s, "InstallationFailed")
    await update_recorded(s, "InstallationFailed", succeeded=False)


@case("TC_045_1", "Get diagnostics", FIRMWARE)
async def tc_045_1_get_diagnostics(s: Scenario) -> None:
    """< GetDiagnostics, > Uploading, the file is brought, > Uploaded."""
    location = await diagnostics_asked(s)
    await diagnostics_told(s, "Uploading")
    if location:
        wrong = await upload(location, FILE, b"nothing to report\n", s.settings.ca)
        s.beyond(not wrong, "the upload target takes the file", wrong)
    await diagnostics_told(s, "Uploaded")
    if location:
        await s.recorded(
            "the CSMS has the file",
            lambda records: records.files(s.charge_point.id),
            lambda names: FILE in names,
        )
    await diagnostics_recorded(s, "Uploaded", succeeded=True)


@case("TC_045_2", "Get diagnostics, upload failed", FIRMWARE)
async def tc_045_2_upload_failed(s: Scenario) -> None:
    """< GetDiagnostics, > Uploading, > UploadFailed."""
    await s.commanded("GetDiagnostics", {"location": s.settings.log_url}, {"fileName": FILE})
    await diagnostics_told(s, "Uploading")
    await diagnostics_told(s, "UploadFailed")
    await diagnostics_recorded(s, "UploadFailed", succeeded=False)


async def update_asked(s: Scenario) -> None:
    asked = {"location": s.settings.firmware_url, "retrieveDate": now()}
    await s.commanded("UpdateFirmware", asked, {})


async def installing(s: Scenario) -> None:
    await update_told(s, "Downloading")
    await update_told(s, "Downloaded")
    await s.status("Unavailable")
    await update_told(s, "Installing")


async def update_told(s: Scenario, status: str) -> None:
    await s.charge_point.call("FirmwareStatusNotification", {"status": status})


async def update_recorded(s: Scenario, progress: str, *, succeeded: bool) -> None:
    await s.recorded(
        f"the CSMS knows that the update has come to {progress}",
        lambda records: records.jobs(s.charge_point.id, "UpdateFirmware"),
        lambda jobs: jobs and (jobs[0].progress, jobs[0].succeeded) == (progress, succeeded),
    )


async def diagnostics_asked(s: Scenario) -> str:
    """Where to bring them, if that is an address of the CSMS, which is asked for first."""
    answer = {"fileName": FILE}
    own = s.site.operator.fetch_diagnostics(s.charge_point.id)
    try:
        sent = await s.operated("GetDiagnostics", own, "asks for diagnostics", answer)
    except NotRun:
        await s.commanded("GetDiagnostics", {"location": s.settings.log_url}, answer)
        return ""
    s.must(sent["location"], "GetDiagnostics says where to bring the file", sent)
    return str(sent["location"])


async def diagnostics_told(s: Scenario, status: str) -> None:
    await s.charge_point.call("DiagnosticsStatusNotification", {"status": status})


async def diagnostics_recorded(s: Scenario, progress: str, *, succeeded: bool) -> None:
    await s.recorded(
        f"the CSMS knows that the diagnostics have come to {progress}",
        lambda records: records.jobs(s.charge_point.id, "GetDiagnostics"),
        lambda jobs: jobs and (jobs[0].progress, jobs[0].succeeded) == (progress, succeeded),
    )
