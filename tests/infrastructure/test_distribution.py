"""CloudFront as charge points need it."""

from tests.infrastructure.template import RESOURCES, TEMPLATE

DISTRIBUTION = RESOURCES["Distribution"]["Properties"]["DistributionConfig"]


def test_a_refusal_of_one_charge_point_is_never_shown_to_another() -> None:
    """All have the path / behind the edge, where CloudFront keeps errors for 10 s by default."""
    kept = {
        error["ErrorCode"]: error["ErrorCachingMinTTL"]
        for error in DISTRIBUTION["CustomErrorResponses"]
    }
    assert {400, 403, 404, 500, 502, 503, 504} <= {*kept}
    assert {*kept.values()} == {0}


def test_without_tls_the_edge_answers_only_where_the_security_profile_allows_it() -> None:
    behavior = DISTRIBUTION["DefaultCacheBehavior"]
    assert behavior["ViewerProtocolPolicy"] == {
        "Fn::If": ["PlainAllowed", "allow-all", "https-only"]
    }
    profile = {"Ref": "MinimumSecurityProfile"}
    assert TEMPLATE["Conditions"]["PlainAllowed"] == {
        "Fn::Or": [{"Fn::Equals": [profile, 0]}, {"Fn::Equals": [profile, 1]}]
    }
    assert TEMPLATE["Parameters"]["MinimumSecurityProfile"]["Default"] == 2


def test_the_origin_is_shown_the_secret_that_the_authorizer_asks_for() -> None:
    origin, files = DISTRIBUTION["Origins"]
    assert files["Fn::If"][::2] == ["FilesAreOn", {"Ref": "AWS::NoValue"}]
    [header] = origin["OriginCustomHeaders"]
    assert header["HeaderName"] == "x-origin-secret"
    asked_for = RESOURCES["Authorizer"]["Properties"]["Environment"]["Variables"]["ORIGIN_SECRET"]
    assert header["HeaderValue"] == asked_for


def test_the_authorizer_knows_another_secret_before_the_edge_shows_it() -> None:
    assert RESOURCES["Distribution"]["DependsOn"] == "AuthorizerAliaslive"


def test_the_cipher_suites_of_certification_are_on_offer() -> None:
    """TLSv1.2_2018 is the newest policy that has the two static RSA suites."""
    certificate = DISTRIBUTION["ViewerCertificate"]
    assert certificate["MinimumProtocolVersion"] == "TLSv1.2_2018"
