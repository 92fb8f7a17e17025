// Numbers as people read them.
export function energy(wattHours: number | undefined): string {
  if (wattHours === undefined) return "–";
  if (Math.abs(wattHours) < 1000) return `${Math.round(wattHours)} Wh`;
  return `${(wattHours / 1000).toFixed(wattHours < 100_000 ? 2 : 1)} kWh`;
}

export function power(watts: number | undefined): string {
  if (watts === undefined) return "–";
  if (Math.abs(watts) < 1000) return `${Math.round(watts)} W`;
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
