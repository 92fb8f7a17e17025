from csms.aws.errors import ServiceError


def test_an_error_of_a_service_names_its_code_and_why() -> None:
    assert str(ServiceError("GoneException")) == "GoneException"
    error = ServiceError("ValidationException", "too large", answer=["no", "object"])
    assert (str(error), error.answer) == ("ValidationException: too large", {})
