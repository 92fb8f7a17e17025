import base64
import gzip

import pytest

from api.app import handler
from tests.api.support import ask, event_of
from tests.stored import provision
from tests.support import Context

pytestmark = pytest.mark.usefixtures("store")


def fleet(charge_points: int) -> None:
    for number in range(charge_points):
        provision(f"CP{number}", security_profile=0)


def test_a_long_answer_comes_compressed_to_who_takes_that() -> None:
    fleet(20)
    event = event_of("GET", "/charge-points", headers={"accept-encoding": "gzip, br"})
    answer = handler(event, Context(29))
    assert answer["headers"]["Content-Encoding"] == "gzip"
    assert answer["isBase64Encoded"] is True
    packed = base64.b64decode(answer["body"])
    whole = ask("GET", "/charge-points")
    assert gzip.decompress(packed).decode() == whole.text
    assert len(packed) < len(whole.text) / 5
    assert whole.headers["vary"] == answer["headers"]["Vary"] == "Accept-Encoding"
    assert whole.headers["etag"] == answer["headers"]["ETag"]


@pytest.mark.parametrize(("many", "told"), [(20, "br"), (20, ""), (20, "gzip;q=0"), (1, "gzip")])
def test_others_and_short_ones_come_as_they_are(many: int, told: str) -> None:
    fleet(many)
    event = event_of("GET", "/charge-points", headers={"accept-encoding": told})
    answer = handler(event, Context(29))
    assert "Content-Encoding" not in answer["headers"]
    assert answer["body"].startswith("{")


def test_what_has_not_changed_has_no_body_to_compress() -> None:
    fleet(20)
    headers = {"if-none-match": ask("GET", "/charge-points").headers["etag"]}
    event = event_of("GET", "/charge-points", headers=headers | {"accept-encoding": "gzip"})
    answer = handler(event, Context(29))
    assert (answer["statusCode"], answer["body"]) == (304, "")
    assert "Content-Encoding" not in answer["headers"]
