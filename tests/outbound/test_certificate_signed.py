from tests.csms.command_steps import found
from tests.outbound.support import ask, configured, refusal
from tests.support import Sockets

CHAIN = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"


def test_a_chain_is_sent_to_the_byte(sockets: Sockets) -> None:
    ask("CertificateSigned", {"certificateChain": CHAIN}, {"status": "Rejected"})
    assert sockets.frames[-1][3] == {"certificateChain": CHAIN}
    assert found("command-1").response == {"status": "Rejected"}


def test_a_chain_is_no_longer_than_the_charge_point_takes() -> None:
    asked = {"certificateChain": CHAIN}
    assert refusal("CertificateSigned", asked) is None
    configured(CertificateSignedMaxChainSize=str(len(CHAIN)))
    assert refusal("CertificateSigned", asked) is None
    configured(CertificateSignedMaxChainSize=str(len(CHAIN) - 1))
    assert (
        refusal("CertificateSigned", asked)
        == f"the charge point takes {len(CHAIN) - 1} characters at most"
        " (CertificateSignedMaxChainSize)"
    )
