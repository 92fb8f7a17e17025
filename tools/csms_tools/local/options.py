"""What `csms up` is told, and which parameters of the template that makes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from csms_tools.local.gateway import Platform
from csms_tools.local.operators import issuer_at
from csms_tools.local.seed import SeedFile

TEMPLATE = Path(__file__).resolve().parents[3] / "template.yaml"

# Where the defaults of the template are those of a host on the internet
PARAMETERS = {
    "MinimumSecurityProfile": "0",
    "OidcAudience": "csms",
    "DomainName": "csms.localhost",
    "ClientCaBucket": "local",  # here it is no bucket that has them
    "Files": "On",
    "Metrics": "None",  # nobody reads them
}


@dataclass(frozen=True, kw_only=True)
class Options:
    seed: SeedFile
    data: Path | None = None
    ws_port: int = 9000
    wss_port: int = 9443
    api_port: int = 8080
    client_ca: Path | None = None
    parameters: Mapping[str, str] = field(default_factory=dict)
    platform: Platform = field(default_factory=Platform)
    template: Path = TEMPLATE
    log_as_json: bool = True
    permissions: bool = False  # those that were never used are told at the end

    def of_template(self, api_url: str) -> dict[str, str]:
        """Its parameters."""
        return {
            **PARAMETERS,
            "OidcIssuer": issuer_at(api_url),
            "ConsoleUrl": api_url,
            **self.parameters,
        }
