"""`csms whoami`: as whom commands are taken, and where."""

from datetime import UTC, datetime

import click

from csms_tools.operator.options import Operator, operates


@click.command()
@operates
def whoami(operator: Operator) -> None:
    """Tell whose token commands use, by what, until when; and whether the API takes it."""
    from csms_tools.operator.access import access, deployment
    from csms_tools.operator.sign_in.claims import claims_of, groups_of, named_by

    operator.api.ask("GET", "/charge-points", query={"limit": 1})
    found = access(*operator.choices)
    token = found.token()
    name, _ = deployment(*operator.choices)
    claims = claims_of(token)
    ends = claims.get("exp")
    operator.output.one(
        {
            "name": named_by(token),
            "groups": groups_of(claims),
            "api": found.url,
            **({"profile": name} if name else {}),
            **({"issuer": claims["iss"]} if "iss" in claims else {}),
            "by": found.by,
            **({"until": _time(ends)} if isinstance(ends, int | float) else {}),
        }
    )


def _time(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
