// What the answers to commands mean, and what to do about them.
import type { Command } from "../../api/types.ts";
import type { Tone } from "../../parts/status.tsx";
import { meaningOf } from "./errors.ts";

const GOOD = ["Accepted", "AcceptedCanceled", "Unlocked", "Scheduled", "RebootRequired"];

const SAID: Record<string, Record<string, string>> = {
  ChangeConfiguration: {
    Accepted: "The key is set.",
    RebootRequired: "The key is set, and counts from the next start: send Reset when nobody charges.",
    Rejected: "The key is there, and does not take this value: see its range and unit in the manufacturer's manual.",
    NotSupported: "The charge point does not know this key: look at how it is spelled.",
  },
  SetChargingProfile: {
    Accepted: "The profile holds from now on.",
    Rejected: "It does not take this profile: see how many periods, profiles and levels it takes, and in which unit, in its configuration.",
    NotSupported: "It has no smart charging.",
  },
  ClearChargingProfile: {
    Accepted: "The limits are gone.",
    Unknown: "It has no such profile: it was gone already.",
  },
  GetCompositeSchedule: {
    Rejected: "It cannot tell: it may know no limit, or not in this unit.",
  },
  InstallCertificate: {
    Accepted: "It trusts this root certificate from now on.",
    Rejected: "It does not take it: it may not be a root certificate, or there may be too many of them.",
    Failed: "It was taken, and could not be stored or checked.",
  },
  DeleteCertificate: {
    Accepted: "The certificate is gone.",
    Failed: "It could not delete it; it is in use, perhaps.",
    NotFound: "It has no such certificate: it was gone already.",
  },
  ExtendedTriggerMessage: {
    Accepted: "What was asked for comes as a message of its own.",
    Rejected: "It does not want to now.",
    NotImplemented: "It does not know this message, or not the security extension.",
  },
};

const ENDED: Record<string, string> = {
  Queued: "It waits for its turn or a connection; the history says what comes of it.",
  Sent: "It has not answered yet; the history says when it does.",
  MalformedAnswer: "What it answered is no answer to this; the messages show it.",
  TimedOut: "It has not answered in time. It may have done it all the same: look at how things stand before you send it again.",
  ConnectionLost: "The connection ended before it answered. It may have done it all the same.",
  NotConnected: "The charge point is not connected; nothing was sent.",
  NotAccepted: "Its registration is not Accepted, or it has not heard so yet; nothing was sent.",
  Expired: "It did not come in time; nothing was sent.",
  Cancelled: "Somebody took it back; nothing was sent.",
  TooLarge: "It is more than a message can carry; nothing was sent.",
};

export function statusOf(command: Command): string {
  return String(command.response?.["status"] ?? command.status);
}

export function explained(command: Command): string | undefined {
  if (command.error) return [meaningOf(command.error.code).told, command.error.description].filter(Boolean).join(" ");
  return SAID[command.action]?.[statusOf(command)] ?? ENDED[command.status];
}

export function tone(command: Command): Tone {
  if (command.status === "Queued" || command.status === "Sent") return "wait";
  if (command.status !== "Answered") return "bad";
  const status = command.response?.["status"];
  if (status === "RebootRequired") return "wait";
  return status === undefined || GOOD.includes(String(status)) ? "good" : "bad";
}
