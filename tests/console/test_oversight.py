"""The views of the whole fleet: certificates, security, audit, settings, certification."""

import asyncio
import csv
import json
import re
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from httpx import Client
from playwright.async_api import Page, expect

from csms_tools import console_build
from csms_tools.console_build import REPORT
from tests.console.browser import console, executable
from tests.conversations import running
from tests.conversations.running import CSMS, Csms, InvalidStatus, Line, basic
from tests.support import ROOT

pytestmark = pytest.mark.browser

SEED = """
chargePoints:
  - {id: LATE, securityProfile: 0, serialNumber: SN-LATE}
  - {id: SOON, securityProfile: 0, serialNumber: SN-SOON}
  - {id: ASKING, securityProfile: 0, serialNumber: SN-ASKING}
  - {id: GUARDED, securityProfile: 1, password: a-password-of-20-let, serialNumber: SN-3}
"""
HASH = f"scrypt$16384$8$1${'0' * 32}${'5e' * 32}"
MARKUP = "<img src=x onerror=owned=1>"


@pytest.fixture(scope="module")
def csms(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Csms]:
    """One with an authority, two certificates, and parameters of its own."""
    executable()
    console_build.built()
    seed = tmp_path_factory.mktemp("oversight") / "seed.yaml"
    seed.write_text(SEED)
    parameters = {
        "UnknownChargePoints": "Pending",
        "OnboardingPasswordHash": HASH,
        "CallTimeout": "45",
        "MessageLog": "Telling",
    }
    options = [f"--parameter={name}={value}" for name, value in parameters.items()]
    with running.up(*options, seed=seed) as csms:
        with api(csms) as asking:
            for name, days in (("LATE", 300), ("SOON", 5)):
                body = {"keyType": "EC", "lifetimeDays": days}
                made = asking.post(f"/charge-points/{name}/client-certificates", json=body)
                assert made.status_code == 201, made.text
        yield csms


def api(csms: Csms) -> Client:
    command = [str(CSMS), "token", "--role", "admin", "--api", csms.api]
    token = subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    return Client(base_url=csms.api, headers={"Authorization": f"Bearer {token}"}, timeout=30)


# ── Certificates ──


async def test_what_ends_first_is_on_top_and_a_viewer_is_not_offered_to_renew_it(
    csms: Csms,
) -> None:
    async with console(csms.api) as watched:
        page = await watched.sign_in("viewer", "certificates")
        rows = page.locator(".table .body .row")
        await expect(rows.first).to_contain_text("SOON")
        await expect(rows.first).to_contain_text("4 days left")
        await expect(rows.first).to_have_class(re.compile("urgent"))
        await expect(rows.nth(1)).to_contain_text("LATE")
        await expect(rows.nth(1)).not_to_have_class(re.compile("urgent"))
        await page.get_by_role("button", name="End within 30 days").click()
        await expect(rows).to_have_count(1)
        await page.get_by_role("button", name="Details of the certificate of SOON").click()
        await expect(page.get_by_role("dialog")).to_contain_text("CN=SN-SOON")
        await expect(page.get_by_role("button", name=re.compile("Renew|Revoke…"))).to_have_count(0)


async def test_an_operator_renews_and_revokes_knowing_what_is_lost(csms: Csms) -> None:
    with api(csms) as asking:
        body = {"keyType": "EC", "lifetimeDays": 2}
        asking.post("/charge-points/GUARDED/client-certificates", json=body)
    async with console(csms.api) as watched:
        page = await watched.sign_in("operator", "certificates")
        row = page.locator(".table .body .row").filter(has_text="GUARDED")
        await row.get_by_role("button", name="Renew…").click()
        dialog = page.get_by_role("dialog")
        await dialog.get_by_role("button", name="Ask it to renew").click()
        await expect(dialog).to_contain_text("is not connected")
        await dialog.get_by_role("button", name="Ask it when it is back").click()
        await expect(dialog).to_contain_text("as soon as it is connected")
        await page.keyboard.press("Escape")
        await row.get_by_role("button", name="Revoke…").click()
        await expect(dialog).to_contain_text("cannot come back before it has another certificate")
        await dialog.get_by_label("Why").fill("stolen from the van")
        await dialog.get_by_role("button", name="Revoke it").click()
        await expect(row).to_have_count(0)
        await page.get_by_role("button", name="Revoked", exact=True).click()
        await page.get_by_role("button", name="Details of the certificate of GUARDED").click()
        await expect(dialog).to_contain_text("stolen from the van")


async def test_an_admin_approves_a_request_that_names_somebody_else(csms: Csms) -> None:
    async with running.line(f"{csms.ws}/ASKING") as line, console(csms.api) as watched:
        await line.call("BootNotification", {"chargePointVendor": "V", "chargePointModel": "M"})
        await line.call("SignCertificate", {"csr": request_of("SN-OTHER")})
        page = await watched.sign_in("admin", "certificates")
        waiting = page.get_by_label("Requests that wait")
        await expect(waiting).to_contain_text("its common name is SN-OTHER")
        await waiting.get_by_role("button", name="Its requests…").click()
        dialog = page.get_by_role("dialog")
        await dialog.get_by_role("button", name="Approve…").click()
        await expect(dialog).to_contain_text("whoever holds the key of the request")
        await dialog.get_by_role("button", name="Approve it").click()
        await takes_its_certificate(line)
        await expect(dialog).to_contain_text("Accepted")
        await page.keyboard.press("Escape")
        await expect(waiting).to_have_count(0)


async def test_it_is_shown_who_signs_and_until_when(csms: Csms) -> None:
    async with console(csms.api) as watched:
        page = await watched.sign_in("viewer", "certificates/authority")
        await expect(page.locator(".card").first).to_contain_text("years left")
        await expect(page.get_by_label("Hosts")).to_contain_text("localhost")
        assert "PRIVATE KEY" not in await page.locator("main").inner_text()


def request_of(name: str) -> str:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    csr = x509.CertificateSigningRequestBuilder().subject_name(subject).sign(key, hashes.SHA256())
    return csr.public_bytes(serialization.Encoding.PEM).decode()


async def takes_its_certificate(line: Line) -> None:
    async with asyncio.timeout(running.PATIENCE):
        kind, unique_id, action, _ = await line.receive()
    assert (kind, action) == (2, "CertificateSigned")
    await line.send(3, unique_id, {"status": "Accepted"})


# ── Security ──


async def test_a_failed_login_appears_while_one_looks_with_what_helps(csms: Csms) -> None:
    async with console(csms.api) as watched:
        page = await watched.sign_in("viewer", "security")
        await page.locator("main h1").wait_for()
        with suppress(InvalidStatus):
            async with running.line(f"{csms.ws}/GUARDED", headers=basic("GUARDED", "x" * 20)):
                pass
        row = page.get_by_role("row").filter(has_text="GUARDED")
        await expect(row).to_contain_text("wrong credentials")
        await row.get_by_role("button", name="Failed to authenticate").click()
        await expect(page.get_by_role("dialog")).to_contain_text("What helps:")


async def test_the_critical_ones_can_be_asked_for_and_what_they_say_is_text(csms: Csms) -> None:
    async with running.line(f"{csms.ws}/LATE") as line:
        await line.call("BootNotification", {"chargePointVendor": "V", "chargePointModel": "M"})
        for name, told in (("TamperDetectionActivated", MARKUP), ("<b>own</b>", MARKUP)):
            event = {"type": name, "timestamp": "2026-06-01T12:00:00Z", "techInfo": told}
            await line.call("SecurityEventNotification", event)
    async with console(csms.api) as watched:
        page = await watched.sign_in("viewer", "security")
        rows = page.locator(".table .body .row")
        await expect(rows.filter(has_text="own</b>")).to_contain_text(MARKUP)
        await page.get_by_role("button", name="Critical", exact=True).click()
        await expect(rows).to_have_count(1)
        await expect(rows).to_contain_text("Tamper detection activated")
        await rows.get_by_role("button").click()
        await expect(page.get_by_role("dialog")).to_contain_text(MARKUP)
        assert await page.evaluate("typeof owned") == "undefined"
        await expect(page).to_have_url(re.compile("show=critical"))


async def test_a_problem_says_what_helps_and_an_operator_clears_it(csms: Csms) -> None:
    async with running.line(f"{csms.ws}/SOON") as line:
        await line.call("BootNotification", {"chargePointVendor": "V", "chargePointModel": "M"})
        start = {"connectorId": 1, "idTag": "CARD-1", "meterStart": 1000}
        begun = await line.call("StartTransaction", start | {"timestamp": "2026-06-01T12:00:00Z"})
        stop = {"transactionId": begun["transactionId"], "meterStop": 10}
        await line.call("StopTransaction", stop | {"timestamp": "2026-06-01T13:00:00Z"})
    async with console(csms.api) as watched:
        page = await watched.sign_in("operator", "security/problems")
        row = page.get_by_role("row").filter(has_text="Energy below zero")
        await expect(row).to_contain_text("repair the transaction")
        await row.get_by_role("button", name="Energy below zero").click()
        await page.get_by_role("dialog").get_by_role("button", name="Clear it").click()
        await expect(row).to_have_count(0)


# ── Audit ──


async def test_what_this_browser_changed_is_in_the_audit_trail(csms: Csms, tmp_path: Path) -> None:
    async with console(csms.api) as watched:
        page = await watched.sign_in("admin", "fleet")
        await page.get_by_role("button", name="Add charge point").click()
        dialog = page.get_by_role("dialog")
        await dialog.get_by_label("Identity").fill("NEW 1")
        await dialog.get_by_role("button", name="Add", exact=True).click()
        await expect(dialog).to_contain_text("NEW 1 is provisioned")
        await page.keyboard.press("Escape")
        await page.get_by_role("link", name="Audit").click()
        row = page.get_by_role("row").filter(has_text="charge-points/NEW 1")
        await expect(row).to_contain_text("Provision a charge point")
        await expect(row).to_contain_text("127.0.0.1")
        with api(csms) as asking:
            for interval in (120, 60):
                changed = asking.patch("/charge-points/NEW 1", json={"interval": interval})
                assert changed.status_code == 200, changed.text
        await page.get_by_role("row").filter(has_text="Interval: 60").get_by_role("button").click()
        await expect(dialog.get_by_role("row", name="Interval")).to_have_text("Interval12060")
        await dialog.get_by_role("button", name="Only of charge-points/NEW 1").click()
        await expect(page.locator(".table .body .row")).to_have_count(3)
        saved = await exported(page, tmp_path)
        assert {one["resource"] for one in saved} == {"charge-points/NEW 1"}
        assert [json.loads(one["details"]) for one in saved[:2]] == [
            {"changed": {"interval": interval}} for interval in (60, 120)
        ]


async def exported(page: Page, folder: Path) -> list[dict[str, Any]]:
    async with page.expect_download() as download:
        await page.get_by_role("button", name="Export").click()
    file = folder / "audit.csv"
    await (await download.value).save_as(file)
    with file.open(newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.mark.parametrize("role", ["viewer", "operator"])
async def test_nobody_but_an_admin_sees_the_audit_trail_or_the_settings(
    role: str, csms: Csms
) -> None:
    async with console(csms.api) as watched:
        page = await watched.sign_in(role, "audit")
        await expect(page.locator("main")).to_contain_text("There is no such view")
        views = await page.get_by_label("Views").get_by_role("link").all_inner_texts()
        assert {"Audit", "Settings"}.isdisjoint(views)
        assert {"Certificates", "Security", "Certification"} <= {*views}
        assert not [url for url in watched.asked if url.startswith(f"{csms.api}/audit")]


# ── Settings ──


async def test_the_settings_of_the_deployment_are_shown_and_no_secret(csms: Csms) -> None:
    async with console(csms.api) as watched:
        page = await watched.sign_in("admin", "settings")
        own = page.locator(".settings > div")
        await expect(own.filter(has_text="CallTimeout")).to_contain_text("45 by default 30")
        shown = own.filter(has_text="OnboardingPasswordHash")
        await expect(shown).to_contain_text("set, and shown to nobody")
        assert "5e5e" not in await page.content()
        await page.get_by_role("button", name="Only what differs from the default").click()
        await expect(own.filter(has_text="HeartbeatJitter")).to_have_count(0)
        await page.get_by_role("searchbox").fill("seconds that a charge point")
        await expect(own).to_have_count(1)
        assert await page.locator("main :is(input:not([type=search]), select, form)").count() == 0


async def test_a_trace_says_of_what_only_some_messages_are_kept(csms: Csms) -> None:
    async with running.line(f"{csms.ws}/LATE") as line, console(csms.api) as watched:
        await line.call("Heartbeat", {})
        await line.call("Authorize", {"idTag": "CARD-1"})
        page = await watched.sign_in("viewer", "charge-points/LATE/messages")
        await expect(page.locator(".trace")).to_contain_text("Authorize")
        await expect(page.locator(".trace")).not_to_contain_text("Heartbeat")
        await expect(page.locator("main")).to_contain_text(
            "Of Heartbeat and MeterValues only what is stored nowhere else is kept"
        )


# ── Certification ──


async def test_the_report_says_what_was_run_when_and_that_it_is_no_certificate(csms: Csms) -> None:
    report = json.loads((ROOT / REPORT).read_text())
    async with console(csms.api) as watched:
        page = await watched.sign_in("viewer", "certification")
        await expect(page.locator("main")).to_contain_text(report["statement"])
        run = page.get_by_label("The run")
        await expect(run).to_contain_text(report["identity"]["commit"])
        await expect(run).to_contain_text("csms certify")
        for one in report["functionalities"]:
            card = page.get_by_label(one["name"], exact=True)
            await expect(card).to_contain_text(f"{one['passed']} of {one['of']}")
        await page.get_by_role("searchbox").fill(report["cases"][0]["number"])
        await expect(page.get_by_label("Cases").locator("li")).to_have_count(1)
