// What the operations of the API do, in the words of its description.
import { useEffect, useMemo, useState } from "preact/hooks";
import type { Change } from "../../api/types.ts";
import { words } from "../../parts/units.ts";

/** What the CSMS, or a seed file, has done without anybody asking. */
const BY_ITSELF: Record<string, string> = { end: "Came to its end", seed: "Taken from a seed file" };

export type Named = (change: Change) => string;

export interface Operations {
  named: Named;
  /** Ids with their names, by these. */
  all: [string, string][];
}

export function useOperations(): Operations {
  const [summaries, set] = useState<Record<string, string>>({});
  useEffect(() => {
    void import("../../../generated/operations.json").then((it) => set(it.default));
  }, []);
  return useMemo(() => {
    const name = (id: string) => BY_ITSELF[id] ?? short(summaries[id] ?? words(id));
    return {
      named: ({ operation, details }) => {
        const action = details["action"];
        return typeof action === "string" ? `Send ${words(action)}` : name(operation);
      },
      all: [...Object.keys(summaries), ...Object.keys(BY_ITSELF)]
        .map((id): [string, string] => [id, name(id)])
        .sort(([, a], [, b]) => a.localeCompare(b)),
    };
  }, [summaries]);
}

export function who({ name, subject }: Change): string {
  return subject === "csms" ? "CSMS" : (name ?? subject);
}

/** Its first clause. */
function short(summary: string): string {
  return summary.split(/[;:.]|, /)[0] ?? summary;
}
