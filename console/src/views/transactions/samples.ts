// Decisions without a page: samples of a meter as people read them, the telling ones first.
import type { Reading } from "../../api/types.ts";
import { words } from "../../parts/units.ts";

export type Sample = Reading["samples"][number];

const NAMES: Record<string, string> = {
  "Energy.Active.Import.Register": "Meter",
  "Power.Active.Import": "Power",
  "Current.Import": "Current",
  "Power.Offered": "Offered",
  "Current.Offered": "Offered",
  SoC: "State of charge",
};
const FIRST = Object.keys(NAMES);
const PLAIN_UNITS: Record<string, string> = { Percent: "%", Celsius: "°C", Celcius: "°C", Fahrenheit: "°F", K: "K" };
const LONGEST = 24; // characters of text in a value's place

export function nameOf({ measurand, phase, location }: Sample): string {
  const named = NAMES[measurand] ?? words(measurand);
  return [named, phase, location === "Outlet" ? "" : `(${location})`].filter(Boolean).join(" ");
}

export function valueOf({ value, text, unit }: Sample): string {
  if (value === undefined) return text && text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : (text ?? "–");
  const grouped = value.toLocaleString(undefined, { maximumFractionDigits: 3 });
  const spelled = PLAIN_UNITS[unit ?? ""] ?? unit;
  return spelled ? `${grouped} ${spelled}` : grouped;
}

/** Those that say most: of all phases before those of one, and energy and power first. */
export function telling(samples: Sample[]): Sample[] {
  const rank = ({ measurand, phase }: Sample) => {
    const place = FIRST.indexOf(measurand);
    return (place < 0 ? FIRST.length : place) + (phase ? FIRST.length + 1 : 0);
  };
  return [...samples].sort((a, b) => rank(a) - rank(b));
}
