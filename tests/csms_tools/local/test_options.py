from csms_tools.local.options import PARAMETERS, TEMPLATE, Options
from csms_tools.local.seed import DEMO, SeedFile


def test_what_is_given_counts_more_than_what_is_usual_on_a_desk() -> None:
    given = {"MinimumSecurityProfile": "2"}
    options = Options(seed=SeedFile(DEMO), parameters=given)
    told = options.of_template("http://127.0.0.1:8080")
    assert told["MinimumSecurityProfile"] == "2"
    assert told.items() >= (PARAMETERS | given).items()
    assert told["OidcIssuer"].startswith("http://127.0.0.1:8080/")
    assert told["ConsoleUrl"] == "http://127.0.0.1:8080"


def test_the_template_is_that_of_the_project() -> None:
    assert TEMPLATE.is_file()
