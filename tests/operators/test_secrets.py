"""A password goes in and never comes out: not in a table, a task, a log, nor an answer."""

import json
from collections.abc import Iterator
from io import StringIO
from logging import StreamHandler
from pathlib import Path
from typing import Any

import pytest

from csms.outbound import settling
from csms.redaction import REDACTED
from csms.store.reported import inbox
from csms.telemetry import logger
from tests.api.support import Answered, ask
from tests.conftest import handler_of
from tests.connection.support import authorize, basic
from tests.connection.support import connected as connects
from tests.csms.command_steps import connected, look_after, take_tasks
from tests.issuing import asks as asked_for
from tests.issuing import authority
from tests.operators.leaks import Secrets, leaks
from tests.stored import provision_id_tag
from tests.support import NOON, Context, Sockets, message
from workflows import tasks

LATER = {"queueUntil": "2026-06-01T13:00:00Z"}


@pytest.fixture
def secrets() -> Secrets:
    return Secrets()


@pytest.fixture
def log() -> Iterator[StringIO]:
    """All that is logged, at its most talkative."""
    written, level = StringIO(), logger.level
    logs = StreamHandler(written)
    logs.setFormatter(logger.formatter)
    logger.addHandler(logs)
    logger.setLevel("DEBUG")
    yield written
    logger.setLevel(level)
    logger.removeHandler(logs)


@pytest.fixture
def answers(cp1: str, sockets: Sockets) -> list[Answered]:
    """All that the API has answered."""
    connected()
    provision_id_tag("CARD-1")
    return []


@pytest.fixture
def asks(answers: list[Answered]) -> Any:
    def asked(method: str, path: str, body: object = None, **more: Any) -> Answered:
        answered = ask(method, path, body=body, **more)
        answers.append(answered)
        return answered

    return asked


def says(text: str, charge_point_id: str = "CP1") -> None:
    handler_of("$default")(message(text, charge_point_id=charge_point_id), Context())


def commanded(asks: Any, action: str, payload: object, *answer: object, **asked: Any) -> str:
    """CP1 answers the command with the rest of a frame; without one it never does."""
    sent = asks("POST", f"/charge-points/CP1/commands/{action}", payload, **asked)
    assert sent.status == 202, sent.text
    command_id: str = sent.json["commandId"]
    if answer:
        kind, *rest = answer
        says(json.dumps([kind, command_id, *rest]))
    else:
        look_after(command_id, NOON.replace(hour=13))
    return command_id


def test_passwords_of_charge_points(
    secrets: Secrets, asks: Any, answers: list[Answered], log: StringIO
) -> None:
    for number, kind in enumerate((secrets.text, secrets.hex)):
        new = {"id": f"NEW-{number}", "securityProfile": 2}
        assert asks("POST", "/charge-points", new | {"password": kind("create")}).status == 201
        for status in (200, 200):
            changed = asks("PATCH", f"/charge-points/NEW-{number}", {"password": kind("change")})
            assert changed.status == status
        rows = [
            {"id": f"ROW-{number}", "securityProfile": 2, "password": kind("import")},
            {"id": f"NEW-{number}", "password": kind("import again")},
            {"id": "", "password": kind("import, wrong id")},
            {"id": "ROW-X", "securityProfile": 0, "password": kind("import, needless")},
        ]
        imported = asks("POST", "/charge-points/import", {"items": rows})
        assert [imported.json[name] for name in ("created", "changed", "failed")] == [1, 1, 2]
        table = f"id,securityProfile,password\nCSV-{number},1,{kind('CSV')}\nX,9,{kind('CSV')}\n"
        csv = {"headers": {"content-type": "text/csv"}}
        assert asks("POST", "/charge-points/import", table, **csv).json["created"] == 1
        inbox.knocked(f"S-{number}", NOON, source_ip="203.0.113.9", certificate_subject=None)
        accepted = asks("POST", f"/inbox/S-{number}/accept", {"password": kind("inbox")})
        assert accepted.status == 201
        for path, body in (
            ("/charge-points", new | {"password": kind("twice")}),
            ("/charge-points", new | {"id": "X", "password": kind("too long") * 3}),
            ("/charge-points", new | {"id": "X", "password": [kind("no text")]}),
            ("/charge-points", new | {"id": "X", "passwort": kind("misspelled")}),
            ("/charge-points", f'{{"password": "{kind("no JSON")}", }}'),
        ):
            assert 400 <= asks("POST", path, body).status < 410
        for profile in (0, 2):
            asks("PATCH", f"/charge-points/NEW-{number}", {"securityProfile": profile})
    secret = secrets.text("handshake")
    asks("POST", "/charge-points", {"id": "CP-0001", "securityProfile": 2, "password": secret})
    for password in (secret, secrets.text("wrong at the door"), secrets.hex("wrong at the door")):
        shown = basic("CP-0001", password.encode())
        policy = authorize(x_ocpp_identity="CP-0001", authorization=shown)
        connects(**policy["context"])
    assert leaks(secrets, asks, answers, log) == set()


def test_keys_that_commands_set(
    secrets: Secrets, asks: Any, answers: list[Answered], log: StringIO
) -> None:
    path = "/charge-points/CP1/configuration/authorizationkey"
    for kind in (secrets.text, secrets.hex):

        def set_to(way: str, kind: Any = kind) -> dict[str, str]:
            return {"key": "AuthorizationKey", "value": kind(way)}

        def change(payload: object, *answer: object, **asked: Any) -> None:
            forced = {"query": {"force": "true"}}
            commanded(asks, "ChangeConfiguration", payload, *answer, **forced, **asked)

        change(set_to("accepted"), 3, {"status": "Accepted"})
        change(set_to("rejected"), 3, {"status": "Rejected"})
        change(set_to("never answered"))
        echo = set_to("echoed")
        change(echo, 3, {"status": "Rejected", "why": echo})
        change(echo, 4, "InternalError", f"cannot set AuthorizationKey to {echo['value']}", echo)
        change(echo, 4, "InternalError", "", {"AuthorizationKey": echo["value"]})
        change(set_to("another case") | {"key": "AUTHORIZATIONKEY"}, 3, {"status": "Accepted"})
        keyed = {"headers": {"idempotency-key": kind.__name__}}
        change(set_to("with a key"), 3, {"status": "Accepted"}, **keyed)
        asks("POST", "/charge-points/CP1/commands/ChangeConfiguration", set_to("again"), **keyed)
        asks("PUT", path, {"value": kind("put")})
        asks("PUT", path, {"value": kind("put, too long") * 30})
        many = {"action": "ChangeConfiguration", "chargePointIds": ["CP1", "CP2"]}
        asks("POST", "/commands", many | {"payload": set_to("many")})
        asks("POST", "/commands", many | {"payload": set_to("many, no such") | {"more": 1}})
        values = {"values": {"AuthorizationKey": kind("template")}}
        assert asks("PUT", "/configuration-templates/one", values).status == 400
        wrong = {"Key": "AuthorizationKey", "Value": kind("misspelled")}
        asks("POST", "/charge-points/CP1/commands/ChangeConfiguration", wrong)
        no_text = {"key": "AuthorizationKey", "value": [kind("no text")]}
        asks("POST", "/charge-points/CP1/commands/ChangeConfiguration", no_text)
        asks("PUT", path, {"value": kind("no text"), "more": 1})
        asks("PUT", path, {"value": kind("waited in vain")}, query=LATER)
        for command in asks("GET", "/charge-points/CP1/commands", query={"status": "Queued"}).json[
            "items"
        ]:
            asks("DELETE", f"/charge-points/CP1/commands/{command['commandId']}")
        for command in asks("GET", "/charge-points/CP1/commands", query={"status": "Sent"}).json[
            "items"
        ]:
            look_after(command["commandId"], NOON.replace(hour=13))
    assert leaks(secrets, asks, answers, log) == set()


def test_keys_that_are_made_here(
    secrets: Secrets, asks: Any, answers: list[Answered], log: StringIO, sockets: Sockets
) -> None:
    for said in ("Accepted", "Rejected", None):
        path = "/charge-points/CP1/authorization-key"
        sent = asks("POST", path, query={"force": "true"}).json
        secrets.ways[sockets.frames[-1][3]["value"]] = f"made, {said}"
        if said:
            says(json.dumps([3, sent["commandId"], {"status": said}]))
        else:
            look_after(sent["commandId"], NOON.replace(hour=13))
    assert leaks(secrets, asks, answers, log) == set()


def test_keys_that_charge_points_tell(
    secrets: Secrets, asks: Any, answers: list[Answered], log: StringIO
) -> None:
    for kind in (secrets.text, secrets.hex):
        told = [{"key": "AuthorizationKey", "readonly": False, "value": kind("told")}]
        commanded(asks, "GetConfiguration", {}, 3, {"configurationKey": told})
        malformed = [{"key": "authorizationKey", "value": kind("told, malformed")}]
        commanded(asks, "GetConfiguration", {}, 3, {"configurationKey": malformed})
        late = commanded(asks, "GetConfiguration", {})
        told = [{"key": "AuthorizationKey", "readonly": False, "value": kind("told late")}]
        says(json.dumps([3, late, {"configurationKey": told}]))
        says(json.dumps([3, "nobody's", {"configurationKey": told}]))
        inside = json.dumps({"password": kind("in a DataTransfer")})
        says(json.dumps([2, "7", "DataTransfer", {"vendorId": "com.example", "data": inside}]))
        says(json.dumps([2, "8", "Unknown", {"password": kind("unknown action")}]))
        says(f'[2,"9","Unknown",{{"password":"{kind("no JSON")}"')
    assert leaks(secrets, asks, answers, log) == set()


OTHERS = ["wlan-key", "APN_PIN", "SimToken"]


@pytest.mark.parametrize(
    "key",
    ["WifiPassword", "wpa.psk", *(pytest.param(key, marks=pytest.mark.sweep) for key in OTHERS)],
)
def test_other_keys_whose_names_say_that_they_are_secrets(
    key: str, secrets: Secrets, asks: Any, answers: list[Answered], log: StringIO
) -> None:
    def change(way: str, *answer: object) -> str:
        payload = {"key": key, "value": secrets.text(way)}
        forced = {"query": {"force": "true"}}
        return commanded(asks, "ChangeConfiguration", payload, *answer, **forced)

    command_id = change("accepted", 3, {"status": "Accepted"})
    shown = asks("GET", f"/charge-points/CP1/commands/{command_id}").json
    assert shown["payload"] == {"key": key, "value": REDACTED}
    change("rejected", 3, {"status": "Rejected"})
    change("quoted", 4, "InternalError", f"{key}={secrets.text('quoted')}", {})
    change("never answered")
    told = [{"key": key, "readonly": False, "value": secrets.text("told")}]
    commanded(asks, "GetConfiguration", {}, 3, {"configurationKey": told})
    known = asks("GET", "/charge-points/CP1/configuration").json["items"]
    assert [one["key"] for one in known if one["key"] == key] == [key]
    values = {"values": {key: secrets.text("template")}}
    assert asks("PUT", "/configuration-templates/one", values).status == 400
    assert leaks(secrets, asks, answers, log) == set()


def test_addresses_that_open_by_what_is_in_them(
    secrets: Secrets, asks: Any, answers: list[Answered], log: StringIO
) -> None:
    addresses = {
        "signed": "https://files.example/log?part=1&X-Amz-Signature={}",
        "a token": "https://files.example/log?access_token={}",
        "a password": "ftp://user:{}@files.example/log",
    }
    for number, (way, address) in enumerate(addresses.items()):
        location = address.format(secrets.text(way))
        commanded(asks, "GetDiagnostics", {"location": location}, 3, {"fileName": location})
        log_of = {"logType": "SecurityLog", "requestId": number + 1}
        commanded(
            asks,
            "GetLog",
            log_of | {"log": {"remoteLocation": location}},
            3,
            {"status": "Accepted", "filename": location},
        )
        says(json.dumps([2, "7", "SecurityEventNotification", {"type": "X", "techInfo": location}]))
    assert leaks(secrets, asks, answers, log) == set()


def test_a_task_that_fails_does_not_tell_what_it_had_to_do(
    secrets: Secrets, asks: Any, answers: list[Answered], log: StringIO, monkeypatch: Any
) -> None:
    told = [{"key": "AuthorizationKey", "readonly": False, "value": secrets.text("put off")}]

    def fail(*_: object) -> None:
        raise ConnectionError

    with monkeypatch.context() as failing:
        failing.setattr(settling, "settle", fail)
        commanded(asks, "GetConfiguration", {}, 3, {"configurationKey": told})
        waiting = [task for task in take_tasks() if task["task"] == "take-answer"]
        assert len(waiting) == 1
        records = [{"messageId": "1", "body": json.dumps(task)} for task in waiting]
        assert tasks.handler({"Records": records}, Context())["batchItemFailures"]
    assert leaks(secrets, asks, answers, log) == set()


@pytest.mark.parametrize("scheme", ["ftp", "https", "sftp"])
def test_passwords_in_addresses(
    secrets: Secrets, asks: Any, answers: list[Answered], log: StringIO, scheme: str
) -> None:
    def address(way: str) -> str:
        return f"{scheme}://user:{secrets.text(way)}@files.example/CP1/"

    accepted = {"status": "Accepted", "filename": "CP1.zip"}
    commanded(asks, "GetDiagnostics", {"location": address("diagnostics")}, 3, {"fileName": "1"})
    echoed = {"fileName": address("file name")}
    commanded(asks, "GetDiagnostics", {"location": address("diagnostics")}, 3, echoed)
    log_at = {"logType": "SecurityLog", "log": {"remoteLocation": address("log")}}
    commanded(asks, "GetLog", log_at, 3, accepted)
    commanded(asks, "GetLog", log_at, 4, "InternalError", f"no {address('error')}", {})
    firmware = {"location": address("firmware"), "retrieveDate": "2026-06-01T22:00:00Z"}
    commanded(asks, "UpdateFirmware", firmware, 3, {})
    signed = {
        "location": address("signed firmware"),
        "retrieveDateTime": "2026-06-01T22:00:00Z",
        "signingCertificate": "none",
        "signature": "none",
    }
    forced = {"query": {"force": "true"}}
    commanded(asks, "SignedUpdateFirmware", {"firmware": signed}, 3, accepted, **forced)
    commanded(asks, "UpdateFirmware", firmware | {"location": address("unanswered")})
    many = {"action": "GetDiagnostics", "chargePointIds": ["CP1"]}
    asks("POST", "/commands", many | {"payload": {"location": address("many"), "more": 1}})
    key = {"key": "UploadTo"}
    upload_to = key | {"value": address("value of a key")}
    commanded(asks, "ChangeConfiguration", upload_to, 3, {"status": "Accepted"})
    told = key | {"readonly": False, "value": address("told of a key")}
    commanded(asks, "GetConfiguration", {}, 3, {"configurationKey": [told]})
    set_to = asks("PUT", "/charge-points/CP1/configuration/UploadTo", {"value": address("put")})
    look_after(set_to.json["commandId"], NOON.replace(hour=13))
    values = {"values": {"UploadTo": address("template")}}
    assert asks("PUT", "/configuration-templates/one", values).status == 400
    assert leaks(secrets, asks, answers, log) == set()


def test_keys_of_installers_and_of_the_authority(
    secrets: Secrets,
    asks: Any,
    answers: list[Answered],
    log: StringIO,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    document = json.loads(authority(tmp_path, monkeypatch).read_text())
    for issuer in document["issuers"]:
        secrets.lines(issuer["key"], "the authority's key")
    path = "/charge-points/CP1/client-certificates"
    asks("PATCH", "/charge-points/CP1", {"serialNumber": "SN-1"})
    for kind in ("EC", "RSA"):
        keyed = {"headers": {"idempotency-key": kind}}
        for _ in range(2):
            made = asks("POST", path, {"keyType": kind}, **keyed)
            assert answers.pop() is made  # the only one that shows its key
            assert secrets.lines(made.json["privateKey"], f"an {kind} key of an installer")
        asks("GET", f"{path}/{made.json['sha256']}")
        asks("POST", f"{path}/{made.json['sha256']}/revoke", {"reason": "lost"})
    csr = {"csr": asked_for()}
    assert asks("POST", path, csr).status == 201
    says(json.dumps([2, "7", "SignCertificate", csr]))
    for body in ({"keyType": "RSA", "more": 1}, {"keyType": "DSA"}, csr | {"keyType": "EC"}):
        assert asks("POST", path, body).status == 400
    (tmp_path / "authority.json").write_text(json.dumps(document | {"more": 1}))
    assert asks("POST", path, {"keyType": "EC"}).status == 409
    assert asks("GET", "/certificate-authority").status == 409
    assert leaks(secrets, asks, answers, log) == set()
