"""What the console has at hand of the API's description, and of our certification report."""

import re
from typing import Any


def description() -> str:
    from api.app import api
    from api.http.docs import OPENAPI, TITLE
    from csms import __version__

    text: str = api.get_openapi_json_schema(
        title=TITLE, version=__version__, openapi_version=OPENAPI
    )
    return text


def commands_of(openapi: Any) -> dict[str, dict[str, object]]:
    """By action the example of its payload; and the schemas of all, by the names in references."""
    before = "/charge-points/{chargePointId}/commands/"
    actions: dict[str, object] = {}
    for path, operations in openapi["paths"].items():
        if path.startswith(before) and "post" in operations:
            content = operations["post"]["requestBody"]["content"]["application/json"]
            actions[path.removeprefix(before)] = content["examples"]["example"]["value"]
    schemas = {
        name: schema
        for name, schema in openapi["components"]["schemas"].items()
        if name.startswith("ocpp.")
    }
    return {"examples": actions, "schemas": schemas}


def operations_of(openapi: Any) -> dict[str, str]:
    """Those that change something, by their ids, with what they do; those of commands are one."""
    found = {
        operation["operationId"]: operation["summary"].rstrip(".")
        for path, operations in openapi["paths"].items()
        for method, operation in operations.items()
        if method in ("post", "put", "patch", "delete") and not re.search(r"/commands/[A-Z]", path)
    }
    return found | {"sendCommand": "Send a command"}


def certification_of(report: Any) -> dict[str, object]:
    """What the page shows of the report of `csms certify`, and the version that it is part of."""
    from csms import __version__

    cases = [
        {name: case[name] for name in ("number", "name", "functionality")}
        | {"result": _result(case)}
        for case in report["cases"]
    ]
    kept = {name: report[name] for name in ("statement", "identity", "functionalities")}
    return {**kept, "cases": cases, "running": __version__}


def _result(case: Any) -> str:
    if any(form["not_run"] for form in case["forms"]):
        return "not run"
    return "passed" if case["passed"] else "failed"
