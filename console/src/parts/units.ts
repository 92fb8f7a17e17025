// Numbers as people read them, in the units that were chosen: see preferences.ts.
import { preferred } from "./preferences.ts";

/** Whether W and Wh are to be shown as kW and kWh. */
export function inThousands(value: number): boolean {
  const unit = preferred("energy");
  return unit === "kWh" || (unit === "fitting" && Math.abs(value) >= 1000);
}

export function energy(wattHours: number | undefined): string {
  if (wattHours === undefined) return "–";
  if (!inThousands(wattHours)) return `${Math.round(wattHours)} Wh`;
  return `${(wattHours / 1000).toFixed(Math.abs(wattHours) < 1000 ? 3 : Math.abs(wattHours) < 100_000 ? 2 : 1)} kWh`;
}

export function power(watts: number | undefined): string {
  if (watts === undefined) return "–";
  if (!inThousands(watts)) return `${Math.round(watts)} W`;
  return `${(watts / 1000).toFixed(1)} kW`;
}

/** chargePointVendor → Charge point vendor; EVDisconnected → EV disconnected. */
export function words(name: string): string {
  const apart = name
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replace(/([A-Z]{2})([A-Z][a-z])/g, "$1 $2")
    .replace(/[._]/g, " ");
  const [first = "", ...rest] = apart.split(" ");
  const lower = rest.map((word) => (/^[A-Z]{2,}$/.test(word) ? word : word.toLowerCase()));
  return [first.charAt(0).toUpperCase() + first.slice(1), ...lower].join(" ");
}

/** Of a file. */
export function bytes(count: number | undefined): string {
  if (count === undefined) return "–";
  if (count < 1000) return `${count} B`;
  if (count < 1_000_000) return `${(count / 1000).toFixed(1)} kB`;
  if (count < 1_000_000_000) return `${(count / 1_000_000).toFixed(1)} MB`;
  return `${(count / 1_000_000_000).toFixed(2)} GB`;
}

/** As one stands alone: the API begins its reasons with a small letter. */
export function sentence(text: string | undefined): string {
  return text ? text.charAt(0).toUpperCase() + text.slice(1) : "";
}
