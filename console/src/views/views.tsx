// The views, by the first step of their address; a new one is a line here and a folder beside it.
import type { ComponentType } from "preact";
import { ChargePointView } from "./charge_point/view.tsx";
import { FleetView } from "./fleet/view.tsx";
import { WallView } from "./wall/view.tsx";

export interface View {
  step: string;
  name: string;
  /** Whether the navigation has it. */
  listed: boolean;
  /** First steps of views that belong to it. */
  holds?: string[];
  View: ComponentType<{ steps: string[] }>;
}

export const VIEWS: View[] = [
  { step: "fleet", name: "Fleet", listed: true, holds: ["charge-points"], View: FleetView },
  { step: "wall", name: "Wall", listed: true, View: WallView },
  { step: "charge-points", name: "Charge point", listed: false, View: ChargePointView },
];

/** How the navigation groups them, by their steps; what is in none comes behind them. */
export const GROUPS = [
  { name: "Now", steps: ["fleet", "wall"] },
  { name: "Charging", steps: ["transactions", "orphans", "id-tags", "reservations"] },
  { name: "Care", steps: ["campaigns", "firmware", "certificates", "security", "security-events"] },
  { name: "Records", steps: ["audit", "certification", "settings"] },
];
