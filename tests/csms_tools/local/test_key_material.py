import ssl
from pathlib import Path

import pytest

from csms_tools.local.exclusive import Unusable
from csms_tools.local.key_material import KeyMaterial


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="module")
def keys(folder: Path) -> KeyMaterial:
    return KeyMaterial.of(folder)


def test_what_was_made_once_is_kept(keys: KeyMaterial, folder: Path) -> None:
    made = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert KeyMaterial.of(folder) == keys
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == made


def test_functions_find_all_of_it(keys: KeyMaterial) -> None:
    found = keys.environment
    assert sorted(found) == ["CERTIFICATE_AUTHORITY", "FIRMWARE_SIGNER", "SERVER_CERTIFICATES"]
    for addresses in found.values():
        for address in addresses.split("\n"):
            assert Path(address.removeprefix("file:")).is_file()


def test_clients_of_another_authority_may_be_trusted_as_well(keys: KeyMaterial) -> None:
    context = keys.context([keys.credentials.ca], whenever_valid=False)
    assert isinstance(context, ssl.SSLContext)


def test_an_authority_that_is_not_there_is_said_to_be_so(keys: KeyMaterial, folder: Path) -> None:
    with pytest.raises(Unusable, match=r"gone\.pem: no certificates in it"):
        keys.context([folder / "gone.pem"], whenever_valid=False)
