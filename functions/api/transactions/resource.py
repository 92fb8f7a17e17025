"""/transactions and /charge-points/{chargePointId}/transactions: who charged what, and when."""

from collections.abc import Sequence
from typing import Annotated

from aws_lambda_powertools.event_handler.openapi.params import Path, Query

from api.charge_points.existence import must_be_known
from api.http.cursors import MOST_ITEMS
from api.http.etags import etag
from api.http.import_export import Format, as_csv
from api.http.operations import CSV, Answer, Content, Reply, Resource, Since, Until, shows
from api.http.problems import not_found
from api.http.request_context import RequestContext
from api.http.resolver import LONGEST_NAME
from api.transactions import csv_lines
from api.transactions.lists import load, ranges
from api.transactions.views import EXAMPLE, Status, Transaction, Transactions, view, weight
from csms.store import transactions
from csms.store.paging import Load, Part, Range, part
from csms.store.provisioned.id_tags import LONGEST

resource = Resource("", "Transactions")

FLEET = "/transactions"
OF_CHARGE_POINT = "/charge-points/{chargePointId}/transactions"

PARTS_OF_A_FILE = 25  # of MOST_ITEMS rows each

TransactionId = Annotated[int, Path(ge=0, le=2**31 - 1)]
Running = Annotated[Status | None, Query(description="Whether it still runs.")]
Tag = Annotated[str | None, Query(min_length=1, max_length=LONGEST)]
Connector = Annotated[int | None, Query(ge=0, le=2**63 - 1)]
LISTED = Answer(
    200,
    "OK",
    (
        Content(Transactions, {"items": [EXAMPLE]}),
        Content(None, csv_lines.EXAMPLE, CSV),
    ),
    ("Link",),
)


@resource.operation("GET", FLEET, "viewer", LISTED, paged=True)
def list_transactions(
    context: RequestContext,
    since: Since = None,
    until: Until = None,
    status: Running = None,
    charge_point_id: Annotated[str | None, Query(min_length=1, max_length=LONGEST_NAME)] = None,
    id_tag: Tag = None,
    connector_id: Connector = None,
    format: Format = None,
) -> Reply:
    """The transactions of the whole fleet, the newest first.

    Their order, `from` and `to` go by when the CSMS received the start.

    As CSV without a `limit` an answer has up to 5,000 rows. The header Link leads to the next
    page, of JSON too.
    """
    of = ranges(charge_point_id, status, context.at, since, until)
    return _listed(context, of, load(status, id_tag, connector_id), format)[0]


@resource.operation("GET", OF_CHARGE_POINT, "viewer", LISTED, paged=True)
def list_charge_point_transactions(
    context: RequestContext,
    charge_point_id: str,
    since: Since = None,
    until: Until = None,
    status: Running = None,
    id_tag: Tag = None,
    connector_id: Connector = None,
    format: Format = None,
) -> Reply:
    """The transactions of a charge point, the newest first.

    As the list of the whole fleet, CSV too.
    """
    of = ranges(charge_point_id, status, context.at, since, until)
    reply, found = _listed(context, of, load(status, id_tag, connector_id), format)
    must_be_known(charge_point_id, context, found)
    return reply


@resource.operation(
    "GET", OF_CHARGE_POINT + "/{transactionId}", "viewer", shows(Transaction, EXAMPLE, "ETag")
)
def read_transaction(
    context: RequestContext, charge_point_id: str, transaction_id: TransactionId
) -> Reply:
    """One transaction: what was reported of it, and what operators did to it."""
    return shown(found_transaction(charge_point_id, transaction_id))


def found_transaction(charge_point_id: str, transaction_id: int) -> transactions.Transaction:
    """Raises Problem."""
    one = transactions.find(charge_point_id, transaction_id)
    if one is None:
        raise not_found(f"the transaction {transaction_id} of {charge_point_id}")
    return one


def shown(one: transactions.Transaction) -> Reply:
    return Reply(view(one), headers={"ETag": etag(one.version)})


def _listed(
    context: RequestContext,
    of: Sequence[Range],
    to_items: Load[transactions.Transaction],
    format: Format,
) -> tuple[Reply, Part[transactions.Transaction]]:
    if as_csv(context, format):
        found: Part[transactions.Transaction] = Part([], context.paging.position)
        limited = "limit" in context.query
        for _ in range(1 if limited else PARTS_OF_A_FILE):
            most = context.paging.limit if limited else MOST_ITEMS
            next_ = part(of, most, found.position, to_items)
            found = Part(found.items + next_.items, next_.position)
            if found.position is None:
                break
        headers = context.next_page(context.paging.cursor(found.position))
        return Reply(csv_lines.spelled(found.items), 200, headers, CSV), found
    found = part(of, context.paging.limit, context.paging.position, to_items, weight)
    items = [view(one) for one in found.items]
    page = Transactions(items=items, cursor=context.paging.cursor(found.position))
    return Reply(page, headers=context.next_page(page.cursor)), found
