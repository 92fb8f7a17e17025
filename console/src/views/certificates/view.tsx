// Certificates of the whole fleet: until when they last, who signs them, and who trusts whom.
import type { ComponentType } from "preact";
import { Tabs } from "../../parts/tabs.tsx";
import { Authority } from "./authority.tsx";
import { ClientCertificates } from "./clients.tsx";
import { Roots } from "./roots.tsx";

const PARTS: { step: string; name: string; Part: ComponentType }[] = [
  { step: "", name: "Of charge points", Part: ClientCertificates },
  { step: "authority", name: "Authority and hosts", Part: Authority },
  { step: "roots", name: "Roots", Part: Roots },
];

export function CertificatesView({ steps: [step = ""] }: { steps: string[] }) {
  const part = PARTS.find((each) => each.step === step) ?? PARTS[0];
  if (!part) return null;
  return (
    <>
      <div class="title">
        <h1>Certificates</h1>
      </div>
      <Tabs view="certificates" label="Parts of certificates" tabs={PARTS.map((each) => [each.step, each.name])} current={part.step} />
      <part.Part />
    </>
  );
}
