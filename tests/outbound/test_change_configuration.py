import pytest

from csms.credentials import hash_password, matches
from csms.domain.problems import remedy
from csms.store.provisioned import passwords
from csms.store.reported.configuration import Entry
from csms.store.table import perform
from tests.csms.command_steps import SECOND, answer, error, found, look_after, send
from tests.outbound.support import ask, charge_point, configuration, configured, refusal
from tests.stored import problems_of, provision
from tests.support import NOON, Sockets

OLD, NEW = "00112233445566778899AABBCCDDEEFF", "ffeeddccbbaa99887766554433221100"
ASKED = {"key": "authorizationKEY", "value": NEW}


@pytest.fixture
def profile_2(cp: str) -> None:
    provision(cp, security_profile=2, password_hash=hash_password(OLD))


def opens(key: str, password_hash: str | None) -> bool:
    return password_hash is not None and matches(bytes.fromhex(key), password_hash)


@pytest.mark.parametrize("status", ["Accepted", "RebootRequired"])
def test_a_value_that_is_taken_is_known(status: str) -> None:
    configured(readonly=False, HeartbeatInterval="300", BlinkRepeat="3")
    ask("ChangeConfiguration", {"key": "heartbeatinterval", "value": "60"}, {"status": status})
    at = NOON + SECOND
    assert configuration().all() == [
        Entry("BlinkRepeat", readonly=False, value="3", at=at),
        Entry("heartbeatinterval", readonly=False, value="60", at=at),
    ]


@pytest.mark.parametrize("status", ["Rejected", "NotSupported"])
def test_one_that_is_not_is_not(status: str) -> None:
    configured(readonly=False, HeartbeatInterval="300")
    ask("ChangeConfiguration", {"key": "HeartbeatInterval", "value": "-1"}, {"status": status})
    assert [entry.value for entry in configuration().all()] == ["300"]


def test_a_key_must_be_there_once_all_are_known() -> None:
    asked = {"key": "Vendor", "value": "1"}
    configured(HeartbeatInterval="300")
    assert refusal("ChangeConfiguration", asked) is None
    configured(complete=True, readonly=False, HeartbeatInterval="300")
    assert (
        refusal("ChangeConfiguration", asked) == "Vendor is not among the keys of the charge point"
    )
    known = {"key": "HEARTBEATINTERVAL", "value": "no number, and that is not ours to judge"}
    assert refusal("ChangeConfiguration", known) is None


def test_a_key_must_not_be_read_only() -> None:
    configured(NumberOfConnectors="2")
    asked = {"key": "numberOfConnectors", "value": "3"}
    assert refusal("ChangeConfiguration", asked) == "numberOfConnectors is read-only"


@pytest.mark.parametrize("value", ["2", "1", "-1", "high"])
@pytest.mark.usefixtures("profile_2")
def test_a_security_profile_is_only_raised(value: str) -> None:
    reason = refusal("ChangeConfiguration", {"key": "securityprofile", "value": value})
    assert reason == "SecurityProfile: it is 2, and can only be raised, to 3 at most"


RAISE = {"key": "securityProfile", "value": "2"}


@pytest.fixture
def profile_1(cp: str) -> None:
    provision(cp, security_profile=1, password_hash=hash_password(OLD), serial_number="SN-7")


def profiles() -> tuple[int, int | None]:
    return charge_point().security_profile, charge_point().pending_security_profile


@pytest.mark.usefixtures("profile_1")
def test_both_profiles_open_from_before_the_next_one_is_sent(sockets: Sockets) -> None:
    sockets.failing = True  # nothing has left
    send("command-1", "ChangeConfiguration", RAISE)
    assert profiles() == (1, 2)


@pytest.mark.parametrize("status", ["Accepted", "RebootRequired"])
@pytest.mark.usefixtures("profile_1")
def test_a_profile_that_is_taken_waits_for_what_comes_over_a_connection_at_it(status: str) -> None:
    ask("ChangeConfiguration", RAISE, {"status": status})
    assert profiles() == (1, 2)
    assert problems_of("CP1") == []


@pytest.mark.parametrize("status", ["Rejected", "NotSupported", "a CALLERROR"])
@pytest.mark.usefixtures("profile_1")
def test_one_that_is_not_is_withdrawn(status: str) -> None:
    send("command-1", "ChangeConfiguration", RAISE)
    if status == "a CALLERROR":
        error("command-1")
    else:
        answer("command-1", {"status": status})
    assert profiles() == (1, None)


@pytest.mark.usefixtures("profile_1")
def test_no_answer_withdraws_nothing_and_a_late_one_decides() -> None:
    send("command-1", "ChangeConfiguration", RAISE)
    look_after("command-1", NOON + 31 * SECOND)
    assert profiles() == (1, 2)
    answer("command-1", {"status": "Rejected"}, at=NOON + 40 * SECOND)
    assert profiles() == (1, None)


@pytest.mark.usefixtures("profile_1")
def test_sent_again_and_refused_it_still_waits_for_what_may_have_followed_the_first() -> None:
    send("command-1", "ChangeConfiguration", RAISE)
    look_after("command-1", NOON + 31 * SECOND)
    ask("ChangeConfiguration", RAISE, {"status": "Rejected"}, command_id="command-2")
    assert profiles() == (1, 2)


@pytest.mark.usefixtures("profile_1")
def test_sent_again_and_taken_it_waits_though_the_first_was_refused_meanwhile() -> None:
    send("command-1", "ChangeConfiguration", RAISE)
    look_after("command-1", NOON + 31 * SECOND)
    send("command-2", "ChangeConfiguration", RAISE)
    answer("command-1", {"status": "Rejected"}, at=NOON + 40 * SECOND)
    assert profiles() == (1, None)
    answer("command-2", {"status": "Accepted"}, at=NOON + 41 * SECOND)
    assert profiles() == (1, 2)


@pytest.mark.usefixtures("profile_1")
def test_no_other_is_sent_while_one_may_be_followed() -> None:
    ask("ChangeConfiguration", RAISE)
    assert refusal("ChangeConfiguration", RAISE | {"value": "3"}) == (
        "SecurityProfile: 2 was sent before, which the charge point may follow yet"
    )


@pytest.mark.usefixtures("profile_1")
def test_a_profile_of_certificates_is_not_sent_where_the_edge_asks_for_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    to_3 = RAISE | {"value": "3"}
    assert refusal("ChangeConfiguration", to_3) == (
        "SecurityProfile: at 3 it shows a certificate, and the edge asks for none here"
    )
    monkeypatch.setenv("CLIENT_CERTIFICATES", "true")
    assert refusal("ChangeConfiguration", to_3) is None


@pytest.mark.parametrize("status", ["Accepted", "RebootRequired"])
@pytest.mark.usefixtures("profile_2")
def test_downwards_it_is_never_followed_and_forced_and_taken_it_is_a_problem(status: str) -> None:
    ask("ChangeConfiguration", {"key": "SecurityProfile", "value": "1"}, {"status": status})
    assert profiles() == (2, None)
    (problem,) = problems_of("CP1")
    assert (problem.what, problem.told, problem.expires_at) == ("ProfileNotFollowed", "1", None)
    assert remedy(problem) == "set its security profile to 1 here, or it is refused"


@pytest.mark.usefixtures("profile_2")
def test_forced_and_refused_it_is_none_nor_is_a_key_at_profile_2() -> None:
    ask("ChangeConfiguration", {"key": "SecurityProfile", "value": "1"}, {"status": "Rejected"})
    ask("ChangeConfiguration", ASKED, command_id="another")
    assert problems_of("CP1") == []


def test_a_key_at_profile_0_is_known_before_the_profile_is_raised() -> None:
    ask("ChangeConfiguration", ASKED)
    assert opens(NEW, charge_point().password_hash)
    assert problems_of("CP1") == []
    ask("ChangeConfiguration", RAISE | {"value": "1"}, command_id="command-2")
    assert profiles() == (0, 1)


@pytest.mark.parametrize(
    "value", ["", "0" * 30, "0" * 42, "0" * 33, "0" * 31 + "g", "sixteen-letters!", "0" * 32 + "\n"]
)
def test_an_authorization_key_is_spelled_in_hex(value: str) -> None:
    assert (
        refusal("ChangeConfiguration", {"key": "AuthorizationKey", "value": value})
        == "AuthorizationKey: the value is 16 to 20 bytes, spelled as 32 to 40 hex digits"
    )


@pytest.mark.usefixtures("profile_2")
def test_it_need_not_be_among_the_keys_that_are_told() -> None:
    configured(complete=True, HeartbeatInterval="300")
    assert refusal("ChangeConfiguration", ASKED) is None


@pytest.mark.usefixtures("profile_2")
def test_both_keys_open_from_before_the_new_one_is_sent(sockets: Sockets) -> None:
    sockets.failing = True  # nothing has left
    send("command-1", "ChangeConfiguration", ASKED)
    assert opens(OLD, charge_point().password_hash)
    assert opens(NEW, charge_point().next_password_hash)


@pytest.mark.usefixtures("profile_2")
def test_the_new_key_is_the_only_one_when_it_is_accepted() -> None:
    ask("ChangeConfiguration", ASKED)
    assert opens(NEW, charge_point().password_hash)
    assert charge_point().next_password_hash is None
    assert charge_point().next_password_command is None


@pytest.mark.parametrize("status", ["Rejected", "NotSupported"])
@pytest.mark.usefixtures("profile_2")
def test_the_old_key_stays_the_only_one_when_the_new_is_not(status: str) -> None:
    ask("ChangeConfiguration", ASKED, {"status": status})
    assert opens(OLD, charge_point().password_hash)
    assert charge_point().next_password_hash is None


@pytest.mark.usefixtures("profile_2")
def test_the_old_key_stays_the_only_one_after_an_error() -> None:
    send("command-1", "ChangeConfiguration", ASKED)
    error("command-1")
    assert opens(OLD, charge_point().password_hash)
    assert charge_point().next_password_hash is None


@pytest.mark.usefixtures("profile_2")
def test_both_keys_open_until_a_reboot() -> None:
    ask("ChangeConfiguration", ASKED, {"status": "RebootRequired"})
    assert opens(OLD, charge_point().password_hash)
    assert opens(NEW, charge_point().next_password_hash)


@pytest.mark.usefixtures("profile_2")
def test_both_keys_open_while_nobody_knows_and_a_late_answer_decides() -> None:
    send("command-1", "ChangeConfiguration", ASKED)
    look_after("command-1", NOON + 31 * SECOND)
    assert found("command-1").status == "TimedOut"
    assert opens(OLD, charge_point().password_hash)
    assert opens(NEW, charge_point().next_password_hash)
    answer("command-1", at=NOON + 40 * SECOND)
    assert opens(NEW, charge_point().password_hash)
    assert charge_point().next_password_hash is None


@pytest.mark.usefixtures("profile_2")
def test_an_answer_about_an_earlier_key_decides_nothing() -> None:
    for status in ("Accepted", "Rejected"):
        send(f"asked {status}", "ChangeConfiguration", ASKED, force=True)
        perform(passwords.offered("CP1", "a later command", hash_password(NEW)))
        answer(f"asked {status}", {"status": status})
        assert opens(OLD, charge_point().password_hash)
        assert charge_point().next_password_command == "a later command"


@pytest.mark.usefixtures("profile_2")
def test_a_third_key_waits_until_it_is_known_which_of_two_is_used() -> None:
    ask("ChangeConfiguration", ASKED, {"status": "RebootRequired"})
    assert refusal("ChangeConfiguration", ASKED | {"value": "33" * 20}) == (
        "AuthorizationKey: another was sent before, which the charge point may use yet"
    )
    assert refusal("ChangeConfiguration", ASKED) is None


@pytest.mark.parametrize("refused", ["Rejected", "NotSupported", "a CALLERROR"])
@pytest.mark.parametrize("before", ["no answer", "RebootRequired"])
@pytest.mark.usefixtures("profile_2")
def test_a_key_that_is_sent_again_and_refused_may_be_in_use_already(
    before: str, refused: str
) -> None:
    send("command-1", "ChangeConfiguration", ASKED)
    if before == "no answer":
        look_after("command-1", NOON + 31 * SECOND)
    else:
        answer("command-1", {"status": before})
    send("command-2", "ChangeConfiguration", ASKED)
    if refused == "a CALLERROR":
        error("command-2")
    else:
        answer("command-2", {"status": refused})
    assert opens(OLD, charge_point().password_hash)
    assert opens(NEW, charge_point().next_password_hash)


@pytest.mark.usefixtures("profile_2")
def test_a_key_that_is_sent_again_and_accepted_is_the_only_one() -> None:
    ask("ChangeConfiguration", ASKED, {"status": "RebootRequired"})
    ask("ChangeConfiguration", ASKED, command_id="command-2")
    assert opens(NEW, charge_point().password_hash)
    assert charge_point().next_password_hash is None
    ask("ChangeConfiguration", ASKED | {"value": OLD}, {"status": "Rejected"}, command_id="c3")
    assert charge_point().next_password_hash is None, "another key is not sent again"


def test_no_value_of_it_is_kept_anywhere() -> None:
    ask("ChangeConfiguration", ASKED)
    entry = configuration().entry("AuthorizationKey")
    assert entry == Entry("authorizationKEY", readonly=False, value=None, at=NOON + SECOND)
    assert NEW not in str(found("command-1").serialize())
    assert NEW not in str(charge_point().serialize())
