"""What has outlived its time is found, whatever else there is."""

from random import Random
from typing import Any

from csms_tools.local.emulator.expiry import Expiry

NOW = 1_800_000_000.0
YEARS = 5 * 365 * 24 * 3600
HOUR = 3600

Items = dict[str, dict[str, dict[str, Any]]]


def test_exactly_what_is_over_expires_however_it_came_to_be() -> None:
    random = Random(1)
    items: Items = {}
    for _ in range(300):
        put(items, random)
    expiry = Expiry("expires_at", items)
    for step in range(50):
        for _ in range(20):
            put(items, random, expiry)
            if random.random() < 0.3:
                remove(items, expiry, random.choice(keys(items)))
        now = NOW + step * HOUR / 7
        over = [key for key in keys(items) if is_over(items[key[0]][key[1]], now)]
        expired = list(expiry.expired(now))
        assert sorted(expired) == sorted(over)
        for key in expired:
            remove(items, expiry, key)
        assert list(expiry.expired(now)) == []


def test_an_item_may_go_while_others_expire() -> None:
    items: Items = {"CP": {number: {"expires_at": {"N": str(NOW)}} for number in "12"}}
    expiry = Expiry("expires_at", items)
    looking = expiry.expired(NOW)
    first = next(looking)
    (other,) = (key for key in keys(items) if key != first)
    remove(items, expiry, other)
    assert list(looking) == []


def test_only_what_may_be_over_is_looked_at() -> None:
    looked: list[str] = []

    class Watched(dict[str, Any]):
        def get(self, name: str, other: Any = None) -> Any:
            looked.append(name)
            return super().get(name, other)

    later = {str(n): Watched(expires_at={"N": str(NOW + n * HOUR)}) for n in range(2, 500)}
    expiry = Expiry("expires_at", {"CP": later})
    looked.clear()
    assert list(expiry.expired(NOW)) == []
    assert looked == []


def put(items: Items, random: Random, expiry: Expiry | None = None) -> None:
    pk, sk = random.choice("ABC"), str(random.randint(1, 100))
    old = items.get(pk, {}).get(sk)
    item: dict[str, Any] = {}
    if random.random() < 0.9:
        away = random.choice((10 * HOUR, 10 * HOUR, HOUR, YEARS))
        item["expires_at"] = {"N": str(int(NOW) + random.randint(-away - HOUR, away))}
    items.setdefault(pk, {})[sk] = item
    if expiry:
        expiry.changed(pk, sk, old, item)


def remove(items: Items, expiry: Expiry, key: tuple[str, str]) -> None:
    pk, sk = key
    expiry.changed(pk, sk, items[pk].pop(sk), None)


def keys(items: Items) -> list[tuple[str, str]]:
    return [(pk, sk) for pk, of_partition in items.items() for sk in of_partition]


def is_over(item: dict[str, Any], now: float) -> bool:
    at = float(item.get("expires_at", {}).get("N", "inf"))
    return now - YEARS < at <= now
