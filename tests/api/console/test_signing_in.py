import pytest

from api.console.signing_in import allowed_origins, configuration

DESK = "http://127.0.0.1:8080/@issuer"


def test_the_page_learns_who_issues_tokens_and_where_charge_points_connect() -> None:
    assert configuration() == {
        "issuer": "https://issuer.example/pool",
        "clientId": "console",
        "scopes": "openid email profile",
        "desk": False,
        "consoleUrl": "https://api.example",
        "chargePointUrls": ["wss://ocpp.example/ocpp/{id}"],
    }


def test_where_profiles_without_tls_may_connect_both_addresses_are_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("CHARGE_POINT_URLS", "ws://a.example/{id} wss://a.example/{id}")
    assert configuration()["chargePointUrls"] == ["ws://a.example/{id}", "wss://a.example/{id}"]


@pytest.mark.parametrize("issuer", [DESK, "http://localhost:8080", "http://[::1]:8080/issuer"])
def test_a_development_issuer_is_marked_as_a_desk(
    issuer: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CONSOLE_ISSUER", issuer)
    assert configuration()["desk"] is True


def test_tokens_are_asked_of_the_issuer_and_of_whom_the_template_names(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("CONSOLE_ORIGINS", "https://a.example,https://issuer.example")
    assert allowed_origins() == ["https://issuer.example", "https://a.example"]
    monkeypatch.setenv("CONSOLE_ORIGINS", "")
    monkeypatch.setenv("CONSOLE_ISSUER", DESK)
    assert allowed_origins() == ["http://127.0.0.1:8080"]
