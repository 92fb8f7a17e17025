"""The shapes, held against events that API Gateway was seen to send."""

from csms_tools.local.gateway.events import (
    Api,
    Connection,
    authorizer_event,
    connect_event,
    disconnect_event,
    message_event,
    new_id,
)

AT = 1787587200.25
CONNECTION = Connection(
    api=Api(id="abc123", stage="ocpp", region="eu-west-1", account="000000000000"),
    source_ip="127.0.0.1",
    user_agent="charger/1.0",
    headers={"Host": ["abc123"], "x-twice": ["one", "two"]},
    query="",
    connected_at=AT - 1,
)
CONTEXT = {
    "routeKey",
    "eventType",
    "extendedRequestId",
    "requestTime",
    "messageDirection",
    "stage",
    "connectedAt",
    "requestTimeEpoch",
    "identity",
    "requestId",
    "domainName",
    "connectionId",
    "apiId",
}


def test_an_id_is_eleven_bytes_in_base64() -> None:
    assert len(new_id()) == 16
    assert new_id().endswith("=")
    assert new_id() != new_id()


def test_the_authorizer_is_asked_for_connect() -> None:
    event = authorizer_event(CONNECTION, AT)
    assert event["type"] == "REQUEST"
    assert event["methodArn"] == ("arn:aws:execute-api:eu-west-1:000000000000:abc123/ocpp/$connect")
    assert event["queryStringParameters"] == event["stageVariables"] == {}
    assert event["headers"] == {"Host": "abc123", "x-twice": "two"}
    assert event["multiValueHeaders"]["x-twice"] == ["one", "two"]
    assert set(event["requestContext"]) == CONTEXT


def test_connect_and_messages_tell_when_and_from_where() -> None:
    context = connect_event(CONNECTION, AT)["requestContext"]
    assert set(context) == CONTEXT
    assert context["routeKey"] == "$connect"
    assert context["eventType"] == "CONNECT"
    assert context["requestTime"] == "24/Aug/2026:16:00:00 +0000"
    assert context["requestTimeEpoch"] == 1787587200250
    assert context["connectedAt"] == 1787587199250
    assert context["identity"] == {"sourceIp": "127.0.0.1", "userAgent": "charger/1.0"}
    assert context["domainName"] == "abc123.execute-api.eu-west-1.amazonaws.com"


def test_a_message_has_no_headers_but_an_id() -> None:
    event = message_event(CONNECTION, "Heartbeat", "[]", AT)
    assert set(event) == {"requestContext", "body", "isBase64Encoded"}
    assert set(event["requestContext"]) == CONTEXT | {"messageId"}
    assert event["requestContext"]["routeKey"] == "Heartbeat"
    assert event["requestContext"]["messageId"] != event["requestContext"]["requestId"]
    assert event["isBase64Encoded"] is False


def test_disconnect_tells_why() -> None:
    event = disconnect_event(CONNECTION, 1001, "Going away", AT)
    context = event["requestContext"]
    assert set(context) == CONTEXT | {"disconnectStatusCode", "disconnectReason"}
    assert (context["eventType"], context["routeKey"]) == ("DISCONNECT", "$disconnect")
    assert (context["disconnectStatusCode"], context["disconnectReason"]) == (1001, "Going away")
