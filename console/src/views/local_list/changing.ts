// Sending a local list, or a change of one: it is on its way with the answer, its parts follow.
import { useChange } from "../../api/change.ts";
import type { ApiProblem } from "../../api/client.ts";

export type Wanted =
  | { how: "full"; idTags: string[] }
  | { how: "empty" }
  | { how: "add"; idTags: string[] }
  | { how: "remove"; idTags: string[] };

export interface ListChange {
  busy: boolean;
  problem: ApiProblem | undefined;
  /** Whether it is on its way. */
  send: (wanted: Wanted, force?: boolean) => Promise<boolean>;
  forget: () => void;
}

export function useListChange(chargePointId: string): ListChange {
  const { busy, problem, make, forget } = useChange();
  const send = async (wanted: Wanted, force = false) => {
    const method = wanted.how === "full" || wanted.how === "empty" ? "PUT" : "PATCH";
    const asked = { params: { chargePointId }, query: force ? { force } : {} };
    return (await make(method, "/charge-points/{chargePointId}/local-list", asked, bodyOf(wanted))) !== undefined;
  };
  return { busy, problem, send, forget };
}

function bodyOf(wanted: Wanted): Record<string, string[]> {
  switch (wanted.how) {
    case "empty":
      return { entries: [] };
    case "remove":
      return { delete: wanted.idTags };
    default:
      return { idTags: wanted.idTags };
  }
}
