// Who failed to get in, what was reported of security, and what else needs somebody.
import type { ComponentType } from "preact";
import { Tabs } from "../../parts/tabs.tsx";
import { Events } from "./events.tsx";
import { AllProblems } from "./problems.tsx";

const PARTS: { step: string; name: string; Part: ComponentType }[] = [
  { step: "", name: "Events", Part: Events },
  { step: "problems", name: "Problems of the fleet", Part: AllProblems },
];

export function SecurityView({ steps: [step = ""] }: { steps: string[] }) {
  const part = PARTS.find((each) => each.step === step) ?? PARTS[0];
  if (!part) return null;
  return (
    <>
      <div class="title">
        <h1>Security</h1>
      </div>
      <Tabs view="security" label="Parts of security" tabs={PARTS.map((each) => [each.step, each.name])} current={part.step} />
      <part.Part />
    </>
  );
}
