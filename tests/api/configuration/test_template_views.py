import pytest
from pydantic import ValidationError

from api.configuration.template_views import EXAMPLE, NewTemplate, taken_from, view
from tests.support import NOON

SENT = {name: value for name, value in EXAMPLE.items() if name not in ("name", "changedAt")}


def test_a_template_is_shown_as_it_was_sent() -> None:
    template = taken_from("ACME X1", NewTemplate.model_validate(SENT), NOON)
    assert view(template).model_dump(mode="json", by_alias=True) == EXAMPLE


def test_one_that_is_applied_while_pending_is_for_one_model() -> None:
    for missing in ("vendor", "model"):
        with pytest.raises(ValidationError, match="needs a vendor and a model"):
            NewTemplate.model_validate(SENT | {missing: None})


@pytest.mark.parametrize("values", [{"AUTHORIZATIONKEY": "1"}, {"Key": "1", "kEY": "1"}, {"": "1"}])
def test_what_no_template_may_set_is_refused(values: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        NewTemplate.model_validate(SENT | {"values": values})
