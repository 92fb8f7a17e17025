from benchmarks.growth.lists import lists

PAGED = [
    {"in": "query", "name": "limit", "schema": {"type": "integer"}},
    {"in": "query", "name": "cursor", "schema": {"type": "string"}},
]
STATUS = {"in": "query", "name": "status", "schema": {"enum": ["running", "stopped"]}}
ORDER = {"in": "query", "name": "order", "schema": {"enum": ["asc", "desc"]}}
DESCRIPTION = {
    "paths": {
        "/transactions": {"get": {"parameters": [*PAGED, STATUS, ORDER]}, "post": {}},
        "/charge-points/{chargePointId}/files": {"get": {"parameters": PAGED}},
        "/campaigns/{campaignId}/targets": {"get": {"parameters": PAGED}},
        "/charge-points/{chargePointId}": {"get": {"parameters": []}},
        "/commands": {"post": {}},
    }
}


def test_whatever_has_pages_is_asked_for_with_each_of_its_filters() -> None:
    found = {one.name: one.path for one in lists(DESCRIPTION, {"chargePointId": "CP/1"}, limit=5)}
    assert found == {
        "/transactions": "/transactions?limit=5",
        "/transactions?status=running": "/transactions?limit=5&status=running",
        "/transactions?status=stopped": "/transactions?limit=5&status=stopped",
        "/charge-points/{chargePointId}/files": "/charge-points/CP%2F1/files?limit=5",
    }
