// What the API answers, out of its own description: page and API cannot disagree.
import type { components, paths } from "../../generated/api.ts";

type Json<R> = R extends { content: { "application/json": infer B } } ? B : never;
type Answer<P extends keyof paths> = paths[P] extends { get: { responses: { 200: infer R } } }
  ? Json<R>
  : never;

/** Paths that can be read, with what they answer. */
export type GetPath = { [P in keyof paths]: Answer<P> extends never ? never : P }[keyof paths];
export type Body<P extends GetPath> = Answer<P>;
export type Item<P extends GetPath> = Body<P> extends { items: (infer I)[] } ? I : never;
export type Schemas = components["schemas"];

export type ChargePoint = Item<"/charge-points">;
export type Connector = ChargePoint["connectors"][number];
export type Problem = Item<"/problems">;
export type Stranger = Item<"/inbox">;
export type Transaction = Item<"/charge-points/{chargePointId}/transactions">;
export type Command = Item<"/charge-points/{chargePointId}/commands">;
export type Message = Item<"/charge-points/{chargePointId}/messages">;
export type Reading = Item<"/charge-points/{chargePointId}/transactions/{transactionId}/meter-values">;
export type Orphan = Item<"/orphans">;
export type IdTag = Item<"/id-tags">;
export type Reservation = Item<"/reservations">;
export type LocalList = Body<"/charge-points/{chargePointId}/local-list">;
export type Campaign = Item<"/campaigns">;
export type Target = Item<"/campaigns/{campaignId}/targets">;
export type FirmwareImage = Item<"/firmware-images">;
export type FirmwareUpdate = Item<"/charge-points/{chargePointId}/firmware-updates">;
export type Job = Item<"/charge-points/{chargePointId}/jobs">;
export type KeptFile = Item<"/charge-points/{chargePointId}/files">;
export type Role = Body<"/caller">["role"];
export type ClientCertificate = Item<"/client-certificates">;
export type CertificateRequest = Item<"/charge-points/{chargePointId}/certificate-requests">;
export type SecurityEvent = Item<"/security-events">;
export type Change = Item<"/audit">;
