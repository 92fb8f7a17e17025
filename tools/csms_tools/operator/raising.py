"""A charge point is led to a higher security profile, step by step (Security Whitepaper A05)."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from csms_tools.commands import Failed
from csms_tools.operator import outcomes
from csms_tools.operator.client import Api, Document, path
from csms_tools.operator.output import Output

POLL = 1.0  # seconds


@dataclass
class Raising:
    """`wait`: seconds for each step; each may be taken again, and goes on where it was left.

    `resets`: it goes to the next profile when it is reset, as most do.
    """

    api: Api
    output: Output
    id: str
    wait: float
    resets: bool = True
    roots: Sequence[str] = ()
    """PEM, one certificate each, that it is to trust before it uses TLS."""
    sleep: Callable[[float], None] = time.sleep
    told: list[str] = field(default_factory=list)

    def to(self, profile: int) -> Document:
        """Raises Failed, and what asking raises; the charge point as it is then."""
        now = self._charge_point()
        for each in range(now["securityProfile"] + 1, profile + 1):
            if each < 3 and not now["hasPassword"]:
                self._key()
            if each == 2:
                for root in self.roots:
                    self._root(root)
            if each == 3 and not self._has_certificate():
                self._certificate()
            now = self._raise(each)
        return now

    def _key(self) -> None:
        where = path("charge-points", self.id, "authorization-key")
        self._ended("it has an AuthorizationKey", self.api.ask("POST", where).json())

    def _root(self, pem: str) -> None:
        where = path("charge-points", self.id, "certificates")
        body = {"certificateType": "CentralSystemRootCertificate", "pem": pem}
        asked = self.api.ask("POST", where, body=body)
        self._ended("it trusts another root of the central system", asked.json())

    def _certificate(self) -> None:
        """What it rejects comes in another form when it asks once more (C-63)."""
        request = self._asked_for_certificate()
        if request["state"] == "rejected":
            self._tell("it has rejected its certificate, and is to ask for another")
            request = self._asked_for_certificate()
        if request["state"] != "accepted":
            reason = request.get("reason") or request["state"]
            raise Failed(f"{self.id} has no certificate: {reason}")
        self._tell("it has a certificate of its own")

    def _asked_for_certificate(self) -> Document:
        """What has become of its request."""
        before = self._request()
        where = path("charge-points", self.id, "client-certificates", "renew")
        self._ended("it is to ask for a certificate", self.api.ask("POST", where).json())
        newest: Document = {}

        def has_ended() -> bool:
            request = self._request()
            if request is not None and request != before:
                newest.update(request)
            return newest.get("state") in ("accepted", "rejected", "failed")

        self._until(has_ended, "it has no certificate yet: csms certificates requests tells")
        return newest

    def _raise(self, profile: int) -> Document:
        if self._charge_point().get("pendingSecurityProfile") != profile:
            change = {"key": "SecurityProfile", "value": str(profile)}
            self._command(f"it was told SecurityProfile={profile}", "ChangeConfiguration", change)
        if self.resets:
            # a Reset may cut off its own answer: what it leads to is looked at
            self._sent("Reset", {"type": "Soft"})

        def there() -> bool:
            now = self._charge_point()
            if now["securityProfile"] == profile:
                return True
            if now.get("connection", {}).get("securityProfile") == profile:
                # whoever says nothing by itself answers
                self._sent("GetConfiguration", {"key": ["SecurityProfile"]})
            return False

        self._until(there, f"it has not come at security profile {profile}, and both are admitted")
        self._tell(f"it is at security profile {profile}")
        return self._charge_point()

    def _has_certificate(self) -> bool:
        where = path("charge-points", self.id, "client-certificates")
        theirs = self.api.items(where)
        return any(
            one["status"] == "valid" and one.get("handedOut") in ("Accepted", "ByHand")
            for one in theirs
        )

    def _request(self) -> Document | None:
        """The newest."""
        requests = self.api.items(path("charge-points", self.id, "certificate-requests"))
        return max(requests, key=lambda one: str(one["receivedAt"]), default=None)

    def _charge_point(self) -> Document:
        return self.api.get(path("charge-points", self.id))

    def _sent(self, action: str, payload: Document) -> Document:
        where = path("charge-points", self.id, "commands", action)
        command: Document = self.api.ask("POST", where, body=payload).json()
        return outcomes.waited_for(self.api, self.output, command, self.wait)

    def _command(self, said: str, action: str, payload: Document) -> None:
        where = path("charge-points", self.id, "commands", action)
        self._ended(said, self.api.ask("POST", where, body=payload).json())

    def _ended(self, said: str, command: Document) -> None:
        command = outcomes.waited_for(self.api, self.output, command, self.wait)
        outcomes.judge(command)
        if command["status"] in outcomes.ON_ITS_WAY:
            raise Failed(f"{self.id}: {command['action']} is {command['status']}")
        self._tell(said)

    def _until(self, true: Callable[[], bool], otherwise: str) -> None:
        for _ in range(max(1, round(self.wait / POLL))):
            if true():
                return
            self.sleep(POLL)
        raise Failed(f"{self.id}: after {self.wait:g} s {otherwise}")

    def _tell(self, said: str) -> None:
        self.told.append(said)
        if not self.output.as_json:
            self.output.done(f"{self.id}: {said}")
