import type { ClientCertificate } from "../../api/types.ts";
import { Link } from "../../parts/link.tsx";
import type { Column } from "../../parts/table.tsx";
import { words } from "../../parts/units.ts";
import { Ends } from "./ends.tsx";

export type Doing = { what: "details" | "renew" | "revoke"; certificate: ClientCertificate };

export function columnsOf(mayChange: boolean, does: (doing: Doing) => void): Column<ClientCertificate>[] {
  return [
    {
      name: "Charge point",
      width: "minmax(9rem, 1.4fr)",
      cell: (one) => (
        <span class="two">
          <Link to={["charge-points", one.chargePointId]}>{one.chargePointId}</Link>
          <small title={one.subject}>{one.subject || "of another issuer"}</small>
        </span>
      ),
    },
    {
      name: "Ends",
      width: "minmax(9rem, 1.1fr)",
      cell: (one) => <Ends at={one.notAfter} over={one.status === "revoked" ? "Revoked" : undefined} />,
    },
    {
      name: "More",
      width: "5.5rem",
      cell: (one) => (
        <button class="small" onClick={() => does({ what: "details", certificate: one })} aria-label={`Details of the certificate of ${one.chargePointId}`}>
          Details
        </button>
      ),
    },
    {
      name: "How it came",
      width: "minmax(8rem, 1fr)",
      cell: (one) => (
        <span class="two">
          <span>{one.source === "SignCertificate" ? "Asked for by itself" : words(one.source)}</span>
          <small>{handedOut(one)}</small>
        </span>
      ),
    },
    {
      name: mayChange ? "What to do" : "Signed by",
      width: "minmax(12.5rem, 1fr)",
      cell: (one) =>
        !mayChange ? (
          one.issuer
        ) : one.status === "revoked" ? (
          ""
        ) : (
          <span class="buttons">
            <button class="small" onClick={() => does({ what: "renew", certificate: one })}>
              Renew…
            </button>
            <button class="small danger" onClick={() => does({ what: "revoke", certificate: one })}>
              Revoke…
            </button>
          </span>
        ),
    },
  ];
}

function handedOut(one: ClientCertificate): string {
  if (one.firstUsedAt) return "in use";
  if (one.handedOut === "ByHand") return "handed to an installer";
  return one.handedOut ? `the charge point said ${one.handedOut}` : "not handed out yet";
}
