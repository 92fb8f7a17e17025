"""Which deployment, and whose token: a token never goes where it does not belong."""

from pathlib import Path
from time import time

import pytest

from csms_tools.commands import NoAccess, Wrong
from csms_tools.operator.access import Access, Choice, access
from csms_tools.operator.profiles import Client, Profile, Profiles
from csms_tools.operator.sign_in import kept
from csms_tools.operator.sign_in.kept import Place, Tokens

LOCAL = "http://127.0.0.1:8080"
NOTHING = Choice()


@pytest.fixture(autouse=True)
def profiles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Profiles:
    monkeypatch.setattr("click.get_app_dir", lambda _: str(tmp_path))
    kept = Profiles(
        {
            "kept": Profile("https://kept.example", token="of-kept"),
            "made": Profile("https://made.example", token_command="echo of-made"),
            "bare": Profile("https://bare.example"),
        }
    )
    kept.save()
    return kept


def use(profiles: Profiles, name: str) -> None:
    profiles.used = name
    profiles.save()


def got(found: Access) -> tuple[str, str]:
    return found.url, found.token()


def test_without_a_word_it_is_the_csms_up_on_this_machine() -> None:
    assert access(NOTHING, NOTHING).url == LOCAL


@pytest.mark.parametrize(
    ("said", "around", "expected"),
    [
        (Choice(profile="kept"), NOTHING, ("https://kept.example", "of-kept")),
        (Choice(profile="made"), NOTHING, ("https://made.example", "of-made")),
        (NOTHING, Choice(profile="kept"), ("https://kept.example", "of-kept")),
        (Choice(profile="kept"), Choice(token="t"), ("https://kept.example", "of-kept")),
        (Choice(profile="kept", token="t"), NOTHING, ("https://kept.example", "t")),
        (Choice(profile="bare"), Choice(token="t"), ("https://bare.example", "t")),
        (Choice(api="https://x.example/", token="t"), NOTHING, ("https://x.example", "t")),
        (Choice(api="https://x.example"), Choice(token="t"), ("https://x.example", "t")),
        (Choice(profile="kept"), Choice(api="https://x"), ("https://kept.example", "of-kept")),
        (
            Choice(api="https://x.example"),
            Choice(profile="kept", token="t"),
            ("https://x.example", "t"),
        ),
    ],
)
def test_what_is_said_counts_before_what_is_around(
    said: Choice, around: Choice, expected: tuple[str, str]
) -> None:
    assert got(access(said, around)) == expected


def test_the_profile_in_use_counts_where_nothing_is_named(profiles: Profiles) -> None:
    use(profiles, "kept")
    assert got(access(NOTHING, NOTHING)) == ("https://kept.example", "of-kept")


def sign_in(place: Place, client: Client, sent: str) -> None:
    kept.keep(place, Tokens(client.issuer, client.id, sent, time() + 900, "refresh"))


def test_who_has_signed_in_at_a_profile_is_taken_at_their_word(profiles: Profiles) -> None:
    client = Client("https://login.example", "csms")
    profiles.named["signed"] = Profile("https://signed.example", client=client)
    use(profiles, "signed")
    with pytest.raises(NoAccess, match="signed in at signed: csms login --profile signed"):
        access(NOTHING, NOTHING).token()
    sign_in(Place("signed", "https://signed.example"), client, "of-olga")
    assert got(access(NOTHING, NOTHING)) == ("https://signed.example", "of-olga")
    assert access(Choice(profile="signed"), Choice(token="t")).token() == "of-olga"
    with pytest.raises(NoAccess, match="no token for"):
        access(Choice(api="https://signed.example"), NOTHING).token()


def test_who_has_signed_in_at_a_csms_up_is_no_admin_any_more() -> None:
    client = Client("http://127.0.0.1:8080/@issuer", "csms")
    sign_in(Place(None, LOCAL), client, "of-a-viewer")
    assert access(NOTHING, NOTHING).token() == "of-a-viewer"
    assert access(NOTHING, Choice(token="t")).token() == "t"


def test_the_token_of_the_profile_in_use_goes_to_no_other_deployment(profiles: Profiles) -> None:
    use(profiles, "kept")
    with pytest.raises(NoAccess, match=r"no token for https://x.example"):
        access(Choice(api="https://x.example"), NOTHING).token()


def test_two_names_for_one_deployment_are_one_too_many() -> None:
    with pytest.raises(Wrong, match="Name one of them"):
        access(Choice(api="https://x.example", profile="kept"), NOTHING)


@pytest.mark.parametrize("url", ["x.example", "file:///etc", "http://", "http://x:99999", "ws://x"])
def test_what_is_no_address_is_told(url: str) -> None:
    with pytest.raises(Wrong, match="not an http address"):
        access(Choice(api=url), NOTHING)
