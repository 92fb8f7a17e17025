"""What viewers send to the edge, and what the edge makes of each.

One table for the function that CloudFront runs and for its twin in the local gateway.
"""

from dataclasses import dataclass, field

Headers = dict[str, str]

BASIC = {"authorization": "Basic Q1AxOnNlY3JldA=="}
CERTIFICATE = {
    "cloudfront-viewer-cert-present": "1",
    "cloudfront-viewer-cert-subject": "CN=SN-1,O=The CPO",
    "cloudfront-viewer-cert-issuer": "CN=The CPO's CA",
    "cloudfront-viewer-cert-serial-number": "4a:3f:5c",
    "cloudfront-viewer-cert-sha256": "01fbf94f",
}
CERTIFIED = {
    "x-client-cert-present": "true",
    "x-client-cert-subject": "CN=SN-1,O=The CPO",
    "x-client-cert-issuer": "CN=The CPO's CA",
    "x-client-cert-serial": "4a:3f:5c",
    "x-client-cert-sha256": "01fbf94f",
}
ADDRESS = "203.0.113.7"
CHALLENGE = {"www-authenticate": 'Basic realm="ocpp"'}


@dataclass(frozen=True)
class Case:
    """`scheme`: what CloudFront says of the connection, None if it says nothing.

    `identity` and `transport` are what the origin is told; a challenge has neither.
    """

    about: str
    uri: str = "/ocpp/CP1"
    scheme: str | None = "https"
    headers: Headers = field(default_factory=lambda: BASIC)
    identity: str | None = "CP1"
    transport: str = "tls"
    certificate: Headers = field(default_factory=dict)

    @property
    def received(self) -> Headers:
        scheme = {"cloudfront-forwarded-proto": self.scheme} if self.scheme else {}
        return scheme | self.headers

    @property
    def forwarded(self) -> Headers:
        own = {
            name
            for name in self.received
            if name in CERTIFIED or name.startswith(("x-ocpp-", "x-viewer-"))
        }
        assert self.identity is not None
        return (
            {name: value for name, value in self.received.items() if name not in own}
            | {"x-ocpp-identity": self.identity, "x-ocpp-transport": self.transport}
            | {"x-viewer-address": ADDRESS}
            | self.certificate
        )


CASES = [
    Case("the last segment is the identity"),
    Case("a prefix may be of any depth", uri="/a/b/c/CP1"),
    Case("or there may be none", uri="/CP1"),
    Case("one trailing slash does not count", uri="/ocpp/CP1/"),
    Case("a second one does", uri="/ocpp/CP1//", identity=""),
    Case("nothing is no identity", uri="/", identity=""),
    Case("an empty path is none either", uri="", identity=""),
    Case("case is kept", uri="/ocpp/cP1", identity="cP1"),
    Case("percent-encoding is kept", uri="/ocpp/RDAM%20123", identity="RDAM%20123"),
    Case("an encoded slash does not part", uri="/ocpp/A%2FB", identity="A%2FB"),
    Case("malformed encoding is for the authorizer to refuse", uri="/ocpp/%zz", identity="%zz"),
    Case("dots are characters", uri="/ocpp/..", identity=".."),
    Case("an identity may look like a regular expression", uri="/ocpp/$&", identity="$&"),
    Case("without TLS nobody is challenged", scheme="http", headers={}, transport="plain"),
    Case("a password without TLS is as it is", scheme="http", transport="plain"),
    Case("what CloudFront does not say is not believed", scheme=None, transport="plain"),
    Case("neither password nor certificate", headers={}, identity=None),
    Case(
        "a certificate needs no password",
        headers=CERTIFICATE,
        certificate=CERTIFIED,
    ),
    Case(
        "a certificate and a password both pass",
        headers=CERTIFICATE | BASIC,
        certificate=CERTIFIED,
    ),
    Case(
        "a certificate without a subject has none",
        headers={"cloudfront-viewer-cert-present": "1"},
        certificate={"x-client-cert-present": "true"},
    ),
    Case(
        "CloudFront says that there is no certificate",
        headers=CERTIFICATE | {"cloudfront-viewer-cert-present": "0"},
        identity=None,
    ),
    Case(
        "no certificate, but a password",
        headers=CERTIFICATE | {"cloudfront-viewer-cert-present": "0"} | BASIC,
    ),
    Case(
        "there is no certificate without TLS",
        scheme="http",
        headers=CERTIFICATE,
        transport="plain",
    ),
    Case("a viewer cannot name itself", headers=BASIC | {"x-ocpp-identity": "CP2"}),
    Case(
        "nor encrypt by saying so",
        scheme="http",
        headers=BASIC | {"x-ocpp-transport": "tls"},
        transport="plain",
    ),
    Case("nor come from elsewhere", headers=BASIC | {"x-viewer-address": "192.0.2.1"}),
    Case("nor bring a certificate as a header", headers=BASIC | CERTIFIED),
    Case("which spares it no challenge", headers=CERTIFIED, identity=None),
    Case(
        "a header of its own does not fill in for a certificate's",
        headers={"cloudfront-viewer-cert-present": "1", "x-client-cert-subject": "CN=SN-2"},
        certificate={"x-client-cert-present": "true"},
    ),
    Case(
        "all else goes on as it came",
        headers=BASIC | {"sec-websocket-protocol": "ocpp1.6, ocpp2.0.1", "x-request-id": "1"},
    ),
]
