"""The fields of payloads, as they are offered and judged."""

import pytest

from csms_tools.operator.fields import element, is_list, model_of, names_of, takes_text, wanted
from outbound import COMMANDS


def test_members_have_dots_and_elements_a_number() -> None:
    assert names_of(model_of("DeleteCertificate"))[0] == "certificateHashData.hashAlgorithm"
    assert "localAuthorizationList.0.idTagInfo.status" in names_of(model_of("SendLocalList"))
    assert names_of(model_of("GetConfiguration")) == ["key"]
    assert names_of(model_of("ClearCache")) == []


@pytest.mark.parametrize("action", COMMANDS)
def test_every_field_that_is_offered_is_found(action: str) -> None:
    model = model_of(action)
    for name in names_of(model):
        wanted(action, model, name.split("."))


NUMBERS = {
    "connectorId", "reservationId", "transactionId", "requestId", "retries", "retryInterval", "id",
    "stackLevel", "duration", "listVersion", "chargingProfileId", "startPeriod", "limit",
    "numberPhases", "minChargingRate",
}  # fmt: skip


@pytest.mark.parametrize("action", COMMANDS)
def test_all_fields_but_those_of_numbers_take_text(action: str) -> None:
    model = model_of(action)
    for name in names_of(model):
        field = wanted(action, model, name.split("."))
        inner = element(field) if is_list(field) else field
        assert takes_text(inner) == (name.rpartition(".")[2] not in NUMBERS), name
