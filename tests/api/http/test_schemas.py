from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema

from api.http.schemas import WithoutNull, WithoutNullInAnswers


class Thing(BaseModel):
    name: str
    parent: "Thing | None" = None
    size: int | None = 3


def is_nullable(generator: type[GenerateJsonSchema], mode: object) -> bool:
    schema = Thing.model_json_schema(schema_generator=generator, mode=mode)  # type: ignore[arg-type]
    properties = schema["$defs"]["Thing"]["properties"]
    assert properties["size"]["default"] == 3
    assert "default" not in properties["parent"]
    return "null" in str(schema)


def test_what_goes_to_a_charge_point_is_never_null() -> None:
    assert not is_nullable(WithoutNull, "validation")


def test_nor_is_an_answer_but_what_an_operator_sends_may_be() -> None:
    assert not is_nullable(WithoutNullInAnswers, "serialization")
    assert is_nullable(WithoutNullInAnswers, "validation")
