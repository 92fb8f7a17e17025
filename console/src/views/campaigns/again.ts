// A campaign once more, for those that the first one has not brought to a good end.
import { get } from "../../api/client.ts";
import { howMany } from "../../parts/how_many.ts";
import type { Order } from "./order.ts";
import { NO_SOURCE } from "../firmware_images/source.tsx";
import { UNDONE } from "./ends.ts";

const PART = 200;

export async function orderAgain(campaignId: string, signal: AbortSignal, tell: (told: string) => void): Promise<Partial<Order>> {
  const params = { campaignId };
  tell("Looking up the charge points…");
  const campaign = (await get("/campaigns/{campaignId}", { params }, null, signal))?.body;
  const ids: string[] = [];
  let cursor: string | undefined;
  do {
    const part = await get("/campaigns/{campaignId}/targets", { params, query: { limit: PART, cursor } }, null, signal);
    ids.push(...(part?.body.items ?? []).filter((one) => UNDONE.includes(one.state)).map((one) => one.chargePointId));
    cursor = part?.body.cursor ?? undefined;
  } while (cursor);
  tell(`${howMany(ids.length, "charge point")} that ${campaign?.name ?? "it"} has not updated.`);
  return {
    name: `${campaign?.name ?? ""}, again`.slice(0, 100),
    what: campaign?.rotateKeys ? "keys" : "firmware",
    source: {
      ...NO_SOURCE,
      from: campaign?.image ? "image" : "address",
      image: campaign?.image ?? "",
      version: campaign?.firmwareVersion ?? "",
    },
    whom: "list",
    list: ids.join("\n"),
  };
}
