// The last transaction of a connector that has been idle for longer than its neighbours.
import { SLOW, useLive } from "../../api/live.ts";
import type { Transaction } from "../../api/types.ts";

const SOME = 25; // the API looks through six times as many

/** `asked`: whether there is none among those that are known. */
export function useLastOf(chargePointId: string, connectorId: number, asked: boolean): Transaction | undefined {
  const path = asked ? "/charge-points/{chargePointId}/transactions" : null;
  const found = useLive(path, { params: { chargePointId }, query: { connectorId, limit: SOME } }, 6 * SLOW);
  return found.data?.items[0];
}
