// What has changed in the fleet, without reading what has not.
import { get } from "../../api/client.ts";
import type { Following } from "../../api/paged.ts";
import type { ChargePoint } from "../../api/types.ts";

const PATH = "/fleet/changes";

export function changes(): Following<ChargePoint> {
  let cursor: string | undefined;
  let etag: string | null = null;
  let all = false;
  return async (signal) => {
    const got = await get(PATH, { query: { cursor } }, etag, signal);
    if (!got) return { items: [], gone: [], complete: true, more: false, all };
    ({ cursor, statuses: all } = got.body);
    etag = got.etag;
    const { items, gone, complete, more } = got.body;
    return { items, gone, complete, more, all };
  };
}
