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

/** chargePointVendor → Charge point vendor; SoftReset → Soft reset. */
export function words(name: string): string {
  const apart = name.replace(/([a-z0-9])([A-Z])/g, "$1 $2").replace(/[._]/g, " ");
  const [first = "", ...rest] = apart.split(" ");
  const lower = rest.map((word) => (/^[A-Z]{2,}$/.test(word) ? word : word.toLowerCase()));
  return [first.charAt(0).toUpperCase() + first.slice(1), ...lower].join(" ");
}
