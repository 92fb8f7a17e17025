"""`csms orphans`: stops that end no transaction we know, and which they may have meant."""

import click

from csms_tools.commands.running import api_option, reach_store


@click.command()
@click.argument("id")
@api_option
def orphans(id: str, api: str) -> None:
    """Show the orphan stops of the charge point ID, oldest first, with candidates for each."""
    reach_store(api)
    from csms.domain.transactions import candidates
    from csms.ocpp16 import spell_time
    from csms.store import transactions

    begun = transactions.of_charge_point(id)
    for stop in sorted(transactions.orphans_of(id), key=lambda stop: stop.received_at):
        click.echo(
            f"{spell_time(stop.stopped_at)}  transaction {stop.transaction_id}, {stop.why};"
            f" meter {stop.meter_stop} Wh, {stop.reason}, id tag {stop.id_tag or 'none'}"
        )
        for transaction in candidates(stop, begun):
            click.echo(
                f"    may have meant {transaction.transaction_id}: connector"
                f" {transaction.connector_id}, {spell_time(transaction.started_at)},"
                f" {transaction.meter_start} Wh, id tag {transaction.id_tag}"
            )
