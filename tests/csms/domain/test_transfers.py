import pytest
from pydantic import TypeAdapter, ValidationError

from csms.domain.command_context import CommandContext
from csms.domain.transfers import Uri, unsupported_protocol
from csms.store.provisioned.charge_points import ChargePoint
from csms.store.reported.configuration import Configuration, Entry
from tests.support import NOON

URI: TypeAdapter[str] = TypeAdapter(Uri)


def context(protocols: str | None) -> CommandContext:
    configuration = Configuration.of("CP1")
    entry = Entry("SupportedFileTransferProtocols", readonly=True, value=protocols, at=NOON)
    configuration.keep([entry])
    items = {(configuration.pk, configuration.sk): configuration}
    return CommandContext(ChargePoint.of("CP1"), NOON, "", items)


@pytest.mark.parametrize(
    "location",
    [
        "ftp://user:[redacted]@files.example/logs",
        "HTTPS://files.example:8443/%7Ea?b=ü",
        "sftp+x.1:path",
        "http://[::1]/",
    ],
)
def test_a_location_is_taken_as_it_is_written(location: str) -> None:
    assert URI.validate_python(location) == location


@pytest.mark.parametrize("text", ["", "files.example/logs", "//files.example", "ftp:", "ftp://a b"])
def test_what_has_no_scheme_is_no_location(text: str) -> None:
    with pytest.raises(ValidationError, match="a location is a URI"):
        URI.validate_python(text)


@pytest.mark.parametrize(
    ("protocols", "location", "reason"),
    [
        ("FTP,HTTPS", "ftp://files.example/", None),
        (" ftp , https ", "HTTPS://files.example/", None),
        (
            "FTP,HTTPS",
            "http://files.example/",
            "SupportedFileTransferProtocols is FTP,HTTPS, which has no HTTP",
        ),
        ("FTP", "nowhere", None),
        ("", "http://files.example/", None),
        (None, "http://files.example/", None),
    ],
)
def test_only_a_protocol_that_is_known_to_be_missing_is_a_reason(
    protocols: str | None, location: str, reason: str | None
) -> None:
    assert unsupported_protocol(context(protocols), location) == reason


def test_where_nothing_is_known_there_is_no_reason() -> None:
    assert (
        unsupported_protocol(CommandContext(ChargePoint.of("CP1"), NOON), "ftp://files.example/")
        is None
    )
