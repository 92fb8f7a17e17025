// Decisions without a page: what about a transaction an operator should know before it is billed.
import type { Transaction } from "../../api/types.ts";
import type { Tone } from "../../parts/status.tsx";
import { words } from "../../parts/units.ts";

export interface Mark {
  name: string;
  tone: Tone;
  /** What it means, and what to do. */
  told: string;
}

type Rule = (one: Transaction) => Mark | false | undefined;

const RULES: Rule[] = [
  (one) => {
    const status = String(one.idTagInfo["status"] ?? "Accepted");
    if (status === "Accepted") return false;
    const told = `Its id tag was answered ${status}: the charge point should not have gone on.`;
    return { name: words(status), tone: one.status === "running" ? "bad" : "wait", told };
  },
  (one) =>
    (one.energy ?? 0) < 0 && {
      name: "Below zero",
      tone: "bad",
      told: "The meter is below its start: correct the one that is wrong, once it has stopped.",
    },
  (one) =>
    one.possibleMerge && {
      name: "Two in one?",
      tone: "wait",
      told: "Its start came again after its stop: the charge point repeated itself, or these are two transactions that look alike.",
    },
  (one) =>
    one.possibleDoubles && {
      name: "Double?",
      tone: "wait",
      told: "Others began alike, without a clock and with a boot in between: each may be this one again. Bill one of them.",
    },
  (one) =>
    one.implausibleTime && {
      name: "Wrong clock",
      tone: "wait",
      told: "The charge point's clock was wrong when it started: go by the times at which it was received.",
    },
  (one) =>
    one.estimate &&
    (one.estimate.replacedAt
      ? { name: "Estimate replaced", tone: "plain", told: "It was closed by hand, and then its real stop came." }
      : { name: "Estimated", tone: "wait", told: "It was closed by hand: what stands as its end is an estimate, until its stop comes." }),
  (one) =>
    one.assignedStop && {
      name: "Assigned stop",
      tone: one.assignedStop.forced ? "wait" : "plain",
      told: `It was ended by an orphan stop${one.assignedStop.forced ? ", though that lies before its start" : ""}.`,
    },
  (one) => one.corrections && { name: "Corrected", tone: "plain", told: "An operator has put something right." },
  (one) =>
    one.asSent && {
      name: "Mended",
      tone: "plain",
      told: "Its messages were not as OCPP wants them; what could be understood was taken.",
    },
  (one) =>
    (one.meterStart === undefined || (one.status === "stopped" && one.meterStop === undefined)) && {
      name: "No meter",
      tone: "wait",
      told: "The meter is not known at both ends, so its energy is not, either: correct it, if you can read it off.",
    },
];

export function marksOf(one: Transaction, problems: string[] = []): Mark[] {
  const raised: Mark[] = problems
    .filter((name) => name !== "EnergyBelowZero")
    .map((name) => ({ name: words(name), tone: "bad", told: "See the problem." }));
  return [...raised, ...RULES.map((rule) => rule(one)).filter((mark) => mark !== false && mark !== undefined)];
}
