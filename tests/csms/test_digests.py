from hypothesis import given
from hypothesis import strategies as st

from csms.digests import digest, of_request
from tests.actions import PAYLOADS, request_model

PARTS = st.lists(st.text(alphabet="a:1", max_size=4), max_size=4)


@given(PARTS, PARTS)
def test_parts_cannot_run_into_each_other(one: list[str], other: list[str]) -> None:
    assert (digest(*one) == digest(*other)) is (one == other)


def test_a_digest_is_the_same_tomorrow() -> None:
    """Numbers of transactions depend on it: it must never change."""
    digested = "a2de24653fe0173372160f3db23fd2a80b7808c020cb6595a2af8cf24990be58"
    assert digest("a", "ü") == digested


def test_of_a_request_counts_what_was_said_not_how() -> None:
    model, said = request_model("StartTransaction"), PAYLOADS["StartTransaction"]
    first = of_request(model.model_validate(said))
    again = dict(reversed(said.items())) | {"timestamp": "2026-06-01T14:00:00+02:00"}
    assert of_request(model.model_validate(again)) == first
    assert of_request(model.model_validate(said | {"meterStart": 1})) != first


def test_two_actions_that_say_the_same_are_two() -> None:
    status = {"status": "Idle"}
    digests = {
        of_request(request_model(action).model_validate(status))
        for action in ("DiagnosticsStatusNotification", "FirmwareStatusNotification")
    }
    assert len(digests) == 2
