// The state of a connector: its colour, and how urgent it is.
import { words } from "./units.ts";

export type Tone = "good" | "busy" | "wait" | "bad" | "off" | "plain";

const TONES: Record<string, Tone> = {
  Available: "good",
  Preparing: "wait",
  Occupied: "wait",
  Charging: "busy",
  SuspendedEV: "wait",
  SuspendedEVSE: "wait",
  Finishing: "wait",
  Reserved: "wait",
  Unavailable: "off",
  Faulted: "bad",
};

export const STATUSES = Object.keys(TONES);

export function toneOf(status: string | undefined): Tone {
  return TONES[status ?? ""] ?? "plain";
}

export function Badge({ tone, children }: { tone: Tone; children: preact.ComponentChildren }) {
  return <span class={`badge ${tone}`}>{children}</span>;
}

export function StatusBadge({ status }: { status: string | undefined }) {
  return <Badge tone={toneOf(status)}>{status ? words(status) : "Not reported"}</Badge>;
}
