// The views, by the first step of their address; a new one is a line here and a folder beside it.
import type { ComponentType } from "preact";
import { CampaignsView } from "./campaigns/view.tsx";
import type { Role } from "../api/types.ts";
import { AuditView } from "./audit/view.tsx";
import { CertificatesView } from "./certificates/view.tsx";
import { CertificationView } from "./certification/view.tsx";
import { ChargePointView } from "./charge_point/view.tsx";
import { FirmwareImagesView } from "./firmware_images/view.tsx";
import { FleetView } from "./fleet/view.tsx";
import { TransactionsView } from "./transactions/view.tsx";
import { ImportView } from "./id_tags/import_view.tsx";
import { IdTagsView } from "./id_tags/view.tsx";
import { ReservationsView } from "./reservations/view.tsx";
import { SecurityView } from "./security/view.tsx";
import { SettingsView } from "./settings/view.tsx";
import { WallView } from "./wall/view.tsx";

export interface View {
  step: string;
  name: string;
  /** Whether the navigation has it. */
  listed: boolean;
  /** First steps of views that belong to it. */
  holds?: string[];
  /** Who has it at all; everybody, if nothing is said. */
  least?: Role;
  View: ComponentType<{ steps: string[] }>;
}

export const VIEWS: View[] = [
  { step: "fleet", name: "Fleet", listed: true, holds: ["charge-points"], View: FleetView },
  { step: "wall", name: "Wall", listed: true, View: WallView },
  { step: "charge-points", name: "Charge point", listed: false, View: ChargePointView },
  { step: "transactions", name: "Transactions", listed: true, View: TransactionsView },
  { step: "id-tags", name: "Id tags", listed: true, holds: ["id-tag-import"], View: IdTagsView },
  { step: "reservations", name: "Reservations", listed: true, View: ReservationsView },
  { step: "id-tag-import", name: "Import id tags", listed: false, View: ImportView },
  { step: "campaigns", name: "Firmware", listed: true, holds: ["firmware-images"], View: CampaignsView },
  { step: "firmware-images", name: "Firmware images", listed: false, View: FirmwareImagesView },
  { step: "certificates", name: "Certificates", listed: true, View: CertificatesView },
  { step: "security", name: "Security", listed: true, View: SecurityView },
  { step: "audit", name: "Audit", listed: true, least: "admin", View: AuditView },
  { step: "settings", name: "Settings", listed: true, least: "admin", View: SettingsView },
  { step: "certification", name: "Certification", listed: true, View: CertificationView },
];

/** How the navigation groups them, by their steps; what is in none comes behind them. */
export const GROUPS = [
  { name: "Now", steps: ["fleet", "wall"] },
  { name: "Charging", steps: ["transactions", "id-tags", "reservations"] },
  { name: "Care", steps: ["campaigns", "certificates", "security"] },
  { name: "Records", steps: ["audit", "certification", "settings"] },
];
