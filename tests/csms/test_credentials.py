from time import perf_counter

import pytest

from csms.credentials import hash_password, is_hex_key, key_bytes, matches


@pytest.mark.parametrize(
    ("setting", "key"),
    [
        ("0123456789abcdef0123456789ABCDEF", bytes.fromhex("0123456789abcdef" * 2)),
        ("ff" * 20, b"\xff" * 20),
        ("ff" * 15, b"ff" * 15),
        ("ff" * 21, b"ff" * 21),
        ("f" * 33, b"f" * 33),
        ("sixteen-letters!", b"sixteen-letters!"),
        ("Schlüssel", "Schlüssel".encode()),
    ],
)
def test_32_to_40_hex_digits_are_bytes_and_all_else_is_text(setting: str, key: bytes) -> None:
    assert key_bytes(setting) == key
    assert is_hex_key(setting) is (key.hex() == setting.lower())


@pytest.mark.parametrize("presented", [b"\xff" * 20, b"ff" * 20, b"FF" * 20])
def test_a_key_matches_as_bytes_and_as_hex(presented: bytes) -> None:
    assert matches(presented, hash_password("ff" * 20))


@pytest.mark.parametrize("presented", [b"", b"ff" * 19, b"\xff" * 19, b"fF" * 20 + b" "])
def test_nothing_else_matches(presented: bytes) -> None:
    assert not matches(presented, hash_password("ff" * 20))


def test_text_matches_as_it_is_and_not_in_another_case() -> None:
    hashed = hash_password("sixteen-letters!")
    assert matches(b"sixteen-letters!", hashed)
    assert not matches(b"Sixteen-letters!", hashed)


def test_of_a_password_only_a_salted_hash_with_its_parameters_is_kept() -> None:
    one, other = hash_password("sixteen-letters!"), hash_password("sixteen-letters!")
    assert one != other
    assert "sixteen" not in one
    assert one.split("$")[0] == "scrypt"


def test_a_hash_made_with_other_parameters_still_counts() -> None:
    old = (
        "scrypt$1024$8$1$000102030405060708090a0b0c0d0e0f$"
        "25983a09be818370f2b13410a5c5beccedd72b7388af020f757b34da002e1c85"
    )
    assert matches(b"sixteen-letters!", old)
    assert not matches(b"sixteen-letters?", old)


def test_a_check_costs_an_attacker_milliseconds() -> None:
    hashed = hash_password("sixteen-letters!")
    began = perf_counter()
    matches(b"a guess of sixteen", hashed)
    assert perf_counter() - began > 0.002
