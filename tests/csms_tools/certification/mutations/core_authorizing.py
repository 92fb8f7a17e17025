"""023, 061, 064: id tags, the cache, and a vendor's data."""

from tests.csms_tools.certification.mutations.core_shared import (
    authorizing,
    carelessly,
    commanding,
    no_transaction,
)
from tests.csms_tools.certification.mutations.mutation import (
    Mutation,
    another_call,
    answered,
    answered_with_an_error,
    called,
    not_answered,
    recorded,
)

MUTATIONS: dict[str, list[Mutation]] = {
    "TC_023_1": [
        *authorizing("Invalid", "Accepted"),
        *authorizing("Invalid", "Blocked"),
        not_answered("Authorize"),
        answered_with_an_error("Authorize"),
        no_transaction(),
    ],
    "TC_023_2": [
        *authorizing("Expired", "Accepted"),
        *authorizing("Expired", "Invalid"),
        no_transaction(),
    ],
    "TC_023_3": [
        *authorizing("Blocked", "Accepted"),
        *authorizing("Blocked", "Invalid"),
        answered("Authorize", "no status", "AuthorizeResponse is valid", idTagInfo__status=None),
        no_transaction(),
    ],
    "TC_061": [
        *commanding("ClearCache"),
        *carelessly("ClearCache"),
        called("ClearCache", "with a member", "ClearCache is valid", type="Hard"),
    ],
    "TC_064": [
        answered("DataTransfer", "another word", "DataTransferResponse is valid", status="Unknown"),
        answered_with_an_error("DataTransfer"),
        not_answered("DataTransfer"),
        another_call("DataTransfer", "DataTransfer", vendorId="org.example.nobody"),
        answered(
            "DataTransfer",
            "accepted",
            "a vendor that is not known is refused",
            status="Accepted",
        ).warning(),
        answered(
            "DataTransfer",
            "with data",
            "whoever does not know a vendor returns no data",
            data="none",
        ).warning(),
        recorded(
            "transactions", "there is one", "there is no transaction", lambda found: [*found, 7]
        ),
    ],
}
