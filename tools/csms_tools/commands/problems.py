"""`csms problems`: what keeps charge points from getting through, and what helps."""

import click

from csms_tools.commands.running import api_option, reach_store


@click.command()
@click.argument("id", required=False)
@api_option
def problems(id: str | None, api: str) -> None:
    """Show the problems of the charge point ID, or of all, with the transactions they hold up."""
    reach_store(api)
    from csms.domain.transactions import held_back
    from csms.ocpp16 import spell_time
    from csms.store import problems, transactions

    for problem in problems.of_charge_point(id) if id else problems.of_fleet():
        held_up = held_back(problem, transactions.of_charge_point(problem.charge_point_id))
        if not held_up:
            continue
        click.echo(
            f"{spell_time(problem.last_at)}  {problem.charge_point_id}  {problem.what},"
            f" {problem.times} times since {spell_time(problem.first_at)}: {problem.remedy}"
        )
        for transaction in held_up:
            click.echo(
                f"    may hold up the stop of {transaction.transaction_id}: connector"
                f" {transaction.connector_id}, {spell_time(transaction.started_at)},"
                f" {transaction.meter_start} Wh, id tag {transaction.id_tag}"
            )
