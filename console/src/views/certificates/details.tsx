import type { ClientCertificate } from "../../api/types.ts";
import { useMay } from "../../auth/roles.ts";
import { Copy } from "../../parts/copy.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { Facts } from "../../parts/facts.tsx";
import { Link } from "../../parts/link.tsx";
import { At } from "../../parts/time.tsx";
import { words } from "../../parts/units.ts";

interface Given {
  certificate: ClientCertificate;
  act: (what: "renew" | "revoke") => void;
  close: () => void;
}

export function CertificateDetails({ certificate: one, act, close }: Given) {
  const mayChange = useMay("operator");
  return (
    <Dialog title={`Certificate of ${one.chargePointId}`} close={close}>
      <Facts
        facts={{
          "Charge point": <Link to={["charge-points", one.chargePointId]}>{one.chargePointId}</Link>,
          Status: words(one.status),
          Subject: one.subject,
          Issuer: one.issuer,
          "Serial number": one.serialNumber,
          "Valid from": at(one.notBefore),
          "Valid until": at(one.notAfter),
          Issued: at(one.issuedAt),
          "How it came": words(one.source),
          "Handed out": one.handedOut && words(one.handedOut),
          "First used": at(one.firstUsedAt),
          "Renewal asked for": at(one.renewalAskedAt),
          Revoked: at(one.revokedAt),
          "Revoked because": one.revokedBecause,
        }}
      />
      <div>
        <small>SHA-256</small>
        <Copy text={one.sha256} what="the fingerprint" />
      </div>
      {one.pem && (
        <details class="fold">
          <summary>The certificate itself, PEM</summary>
          <pre>{one.pem}</pre>
        </details>
      )}
      {mayChange && one.status !== "revoked" && (
        <footer>
          <button class="danger" onClick={() => act("revoke")}>
            Revoke…
          </button>
          <button class="primary" onClick={() => act("renew")}>
            Renew…
          </button>
        </footer>
      )}
    </Dialog>
  );
}

function at(time: string | undefined) {
  return time && <At at={time} />;
}
