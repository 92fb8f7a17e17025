// Decisions without a page: the steps of a firmware update, as the charge point told of them.
import type { FirmwareUpdate, Message } from "../../api/types.ts";
import { words } from "../../parts/units.ts";
import { remedyFor } from "../campaigns/remedies.ts";

export interface Step {
  name: string;
  at: string | undefined;
  is: "done" | "now" | "to come" | "failed";
}

/** In the order in which they come; not all of them do. */
const ORDER = [
  "DownloadScheduled",
  "Downloading",
  "DownloadPaused",
  "Downloaded",
  "SignatureVerified",
  "InstallScheduled",
  "Installing",
  "InstallRebooting",
  "Installed",
];
const PLAIN = ["Downloading", "Downloaded", "Installing", "Installed"];
const SIGNED = ["Downloading", "Downloaded", "SignatureVerified", "Installing", "InstallRebooting", "Installed"];

/** When each status was told first, by the notifications of the trace. */
export function toldBy(messages: Message[], requestId: number | undefined): Map<string, string> {
  const told = new Map<string, string>();
  for (const { frame, at } of [...messages].sort((a, b) => a.at.localeCompare(b.at))) {
    const said = payloadOf(frame);
    const status = said?.["status"];
    const own = requestId === undefined || said?.["requestId"] === requestId;
    if (typeof status === "string" && own && !told.has(status)) told.set(status, at);
  }
  return told;
}

function payloadOf(frame: string | null | undefined): Record<string, unknown> | undefined {
  try {
    const parts: unknown = JSON.parse(frame ?? "");
    return Array.isArray(parts) ? (parts[3] as Record<string, unknown> | undefined) : undefined;
  } catch {
    return undefined;
  }
}

export function stepsOf(update: FirmwareUpdate, heard: Map<string, string>): Step[] {
  const told = new Map(heard);
  const { progress, progressAt, outcome } = update;
  if (progress && progressAt && !told.has(progress)) told.set(progress, progressAt);
  const well = !update.ended || outcome === "installed";
  const expected = update.action === "SignedUpdateFirmware" ? SIGNED : PLAIN;
  const names = ORDER.filter((name) => told.has(name) || (well && expected.includes(name)));
  const steps: Step[] = [
    { name: "Requested", at: update.requestedAt ?? undefined, is: "done" },
    { name: "Accepted", at: update.acceptedAt ?? undefined, is: update.acceptedAt || told.size ? "done" : "to come" },
    ...names.map((name): Step => ({ name: words(name), at: told.get(name), is: "to come" })),
  ];
  const reached = names.findLastIndex((name) => told.has(name)) + 2;
  const begun = reached > 1 ? reached : update.acceptedAt ? 1 : 0;
  const until = outcome === "installed" ? steps.length - 1 : begun;
  steps.forEach((step, place) => (step.is = place <= until ? "done" : "to come"));
  const last = steps[begun];
  if (!update.ended && last) last.is = "now";
  if (update.firmwareVersion && well) steps.push(confirmation(update, told.has("Installed")));
  if (!well) return [...steps.filter((step) => step.is === "done"), { name: words(outcome ?? "failed"), at: update.endedAt ?? undefined, is: "failed" }];
  return steps;
}

function confirmation(update: FirmwareUpdate, installed: boolean): Step {
  const name = `Boot with ${update.firmwareVersion}`;
  if (update.outcome === "installed") return { name, at: update.endedAt ?? undefined, is: "done" };
  return { name, at: undefined, is: installed ? "now" : "to come" };
}

export function helpFor(update: FirmwareUpdate): string | undefined {
  if (!update.outcome || ["installed", "superseded", "cancelled"].includes(update.outcome)) return undefined;
  return remedyFor(update.reason ?? undefined) ?? "Look at its messages, then try again when it is online.";
}
