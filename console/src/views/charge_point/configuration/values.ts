// Values of configuration keys, as people read them and as they may be.
import { duration } from "../../../parts/time.tsx";
import { energy } from "../../../parts/units.ts";
import type { Meaning } from "./keys.ts";

/** What stands behind the value: its unit, and how much that is. */
export function reading(value: string, meaning: Meaning | undefined): string {
  const unit = meaning?.unit;
  if (!unit || value === "") return "";
  const number = Number(value);
  if (unit === "s" && number >= 60) return `s, ${number % 60 ? "about " : ""}${duration(Math.round(number / 60) * 60_000)}`;
  if (unit === "Wh" && number >= 1000) return `Wh, ${energy(number)}`;
  return number === 1 && unit.length > 2 ? unit.replace(/ies$/, "y").replace(/s$/, "") : unit;
}

/** What is wrong with it before it is sent; only the charge point knows all. */
export function unfit(value: string, meaning: Meaning | undefined): string | undefined {
  if (meaning?.kind === "number" && !/^\d+$/.test(value.trim())) return "It takes a whole number.";
  if (value.length > 500) return "It has 500 characters at most.";
  return undefined;
}
