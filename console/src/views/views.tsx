// The views, by the first step of their address; a new one is a line here and a folder beside it.
import type { ComponentType } from "preact";
import { CampaignsView } from "./campaigns/view.tsx";
import { ChargePointView } from "./charge_point/view.tsx";
import { FirmwareImagesView } from "./firmware_images/view.tsx";
import { FleetView } from "./fleet/view.tsx";
import { TransactionsView } from "./transactions/view.tsx";
import { ImportView } from "./id_tags/import_view.tsx";
import { IdTagsView } from "./id_tags/view.tsx";
import { ReservationsView } from "./reservations/view.tsx";

interface View {
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
  { step: "charge-points", name: "Charge point", listed: false, View: ChargePointView },
  { step: "transactions", name: "Transactions", listed: true, View: TransactionsView },
  { step: "id-tags", name: "Id tags", listed: true, holds: ["id-tag-import"], View: IdTagsView },
  { step: "reservations", name: "Reservations", listed: true, View: ReservationsView },
  { step: "id-tag-import", name: "Import id tags", listed: false, View: ImportView },
  { step: "campaigns", name: "Firmware", listed: true, holds: ["firmware-images"], View: CampaignsView },
  { step: "firmware-images", name: "Firmware images", listed: false, View: FirmwareImagesView },
];
