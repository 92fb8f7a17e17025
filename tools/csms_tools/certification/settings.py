"""What a laboratory configures once, on its tool and in the CSMS."""

from dataclasses import dataclass, field
from pathlib import Path

from csms_tools.certification.case import Case


@dataclass(frozen=True)
class Settings:
    """`urls`: what charge points are given, of each hostname; `plain_url`: without TLS, where the
    CSMS has that, too. `client_authority`: PEM, the key and the certificate of an authority whose
    client certificates the CSMS trusts, where it does so for the test. Times are in seconds.

    `patience`: how long an answer or an expected CALL may take; `quiet`: how long nothing
    unexpected may come at the end of a case; `shown_within`: until the API must tell of it.
    `reservation_expires_after`: of the one that is not used; the others have `reservation_offset`.
    """

    urls: tuple[str, ...]
    ca: Path | None = None
    plain_url: str | None = None
    client_authority: Path | None = None
    security_profile: int = 2
    patience: float = 30.0
    quiet: float = 0.3
    shown_within: float = 5.0
    heartbeat: float = 1.0
    connector_id: int = 1
    number_of_connectors: int = 2
    stack_level: int = 1
    rate_unit: str = "A"
    number_phases: int = 3
    schedule_duration: int = 86400
    start_period: int = 0
    reservation_offset: float = 3600.0
    reservation_expires_after: float = 3.0
    organization: str = "csms"
    key_type: str = "EC"
    firmware_url: str = "https://firmware.example/image.bin"
    log_url: str = "https://logs.example/upload"
    vendor: str = "csms certify"
    model: str = "strict"
    prefix: str = "CERT"
    hostnames: tuple[str, ...] = field(default=())

    @property
    def url(self) -> str:
        return self.urls[0]

    def url_for(self, security_profile: int) -> str:
        """Without TLS for profiles 0 and 1, if there is such."""
        return self.plain_url or self.url if security_profile < 2 else self.url

    def security_profile_of(self, case: Case) -> int:
        """The one of the run, if the case may have it; else the first that has an address."""
        wanted, may = self.security_profile, case.security_profiles
        if not may or wanted in may:
            return wanted
        return next((one for one in may if self.has(one)), may[0])

    def has(self, security_profile: int) -> bool:
        """Whether there is an address for it."""
        secure = self.url_for(security_profile).startswith("wss:")
        return secure == (security_profile >= 2)
