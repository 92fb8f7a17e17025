// Certificates of the whole fleet: until when they last, who signs them, and who trusts whom.
import { Parted } from "../../parts/parted.tsx";
import type { PartOfView } from "../../parts/parted.tsx";
import { Authority } from "./authority.tsx";
import { ClientCertificates } from "./clients.tsx";
import { Roots } from "./roots.tsx";

const PARTS: PartOfView[] = [
  { step: "", name: "Of charge points", Part: ClientCertificates },
  { step: "authority", name: "Authority and hosts", Part: Authority },
  { step: "roots", name: "Roots", Part: Roots },
];

export function CertificatesView({ steps: [step = ""] }: { steps: string[] }) {
  return <Parted view="certificates" title="Certificates" parts={PARTS} step={step} />;
}
