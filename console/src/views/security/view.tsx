// Who failed to get in, what was reported of security, and what else needs somebody.
import { Parted } from "../../parts/parted.tsx";
import type { PartOfView } from "../../parts/parted.tsx";
import { Events } from "./events.tsx";
import { AllProblems } from "./problems.tsx";

const PARTS: PartOfView[] = [
  { step: "", name: "Events", Part: Events },
  { step: "problems", name: "Problems of the fleet", Part: AllProblems },
];

export function SecurityView({ steps: [step = ""] }: { steps: string[] }) {
  return <Parted view="security" title="Security" parts={PARTS} step={step} />;
}
