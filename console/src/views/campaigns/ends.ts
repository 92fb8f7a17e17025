// Decisions without a page: how the charge points of a campaign end, and what helps those that fail.
import type { Share } from "../../parts/bar.tsx";
import type { Tone } from "../../parts/status.tsx";
import type { Campaign } from "../../api/types.ts";
import { remedyFor } from "./remedies.ts";

interface End {
  name: string;
  tone: Tone;
  /** What an operator does about it. */
  remedy?: string;
}

export const ENDS: Record<string, End> = {
  installed: { name: "Installed", tone: "good" },
  alreadyInstalled: { name: "Up to date", tone: "good" },
  accepted: { name: "Key accepted", tone: "good" },
  failed: {
    name: "Failed",
    tone: "bad",
    remedy: "Its reason says which step failed: look at its messages and ask for its diagnostics, then try it again.",
  },
  rejected: {
    name: "Rejected",
    tone: "bad",
    remedy: "It refused the command. Some take signed firmware alone, and a key can be turned off: its messages have the answer.",
  },
  timedOut: {
    name: "Timed out",
    tone: "bad",
    remedy: "It did not say in time that it got further. Look whether it is online, then try it again with more time.",
  },
  superseded: { name: "Superseded", tone: "wait", remedy: "Another update took its place: its firmware history tells which." },
  skipped: { name: "Skipped", tone: "wait", remedy: "It was never its turn, or it is not provisioned: take it into another campaign." },
  cancelled: { name: "Cancelled", tone: "off", remedy: "It has not begun. Take it into another campaign if it should be updated." },
};

const WAITS: Record<string, string> = {
  connection: "until it is online",
  registration: "until it is accepted",
  charging: "until nobody charges there",
};

export const BEFORE = ["queued", "requested", "downloading", "downloaded", "verified", "installing", "rebooting"];
export const STATES = [...BEFORE, ...Object.keys(ENDS)];
export const FAILED = ["failed", "rejected", "timedOut"];
/** Those that another campaign may take up. */
export const UNDONE = [...FAILED, "skipped", "cancelled", "superseded"];

export function toneOfState(state: string): Tone {
  return ENDS[state]?.tone ?? (state === "queued" ? "off" : "busy");
}

export function nameOfState(state: string): string {
  return ENDS[state]?.name ?? state.charAt(0).toUpperCase() + state.slice(1);
}

export function remedyOf(state: string, reason: string | undefined): string | undefined {
  if (!ENDS[state]?.remedy) return undefined;
  return remedyFor(reason) ?? ENDS[state].remedy;
}

export function waitsFor(what: string): string {
  return WAITS[what] ?? what;
}

export function sharesOf({ ends, inProgress, queued }: Campaign["progress"]): Share[] {
  const ended = Object.entries(ENDS).map(([end, { name, tone }]) => ({ name, tone, count: ends[end] ?? 0 }));
  const good = ended.filter((each) => each.tone === "good");
  const others = ended.filter((each) => each.tone !== "good");
  return [
    ...good,
    { name: "In progress", tone: "busy", count: inProgress },
    ...others,
    { name: "Queued", tone: "plain", count: queued },
  ];
}

export function toldOf(progress: Campaign["progress"]): string {
  const parts = sharesOf(progress).filter((each) => each.count > 0);
  return parts.map((each) => `${each.count} ${each.name.toLowerCase()}`).join(", ") || "no charge points yet";
}

export function countOf({ ends }: Campaign["progress"], names: string[]): number {
  return names.reduce((sum, name) => sum + (ends[name] ?? 0), 0);
}

export const STATUSES: Campaign["status"][] = [
  "draft",
  "scheduled",
  "rolling out",
  "paused",
  "completed",
  "aborted",
  "cancelled",
  "expired",
];

const TONES: Record<Campaign["status"], Tone> = {
  draft: "off",
  scheduled: "wait",
  "rolling out": "busy",
  paused: "wait",
  completed: "good",
  aborted: "bad",
  cancelled: "off",
  expired: "wait",
};

export function toneOfStatus(status: Campaign["status"]): Tone {
  return TONES[status];
}
