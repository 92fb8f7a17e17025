// The fields of an id tag, for a new one and for one that is changed.
import { get } from "../../api/client.ts";
import { Pick } from "../../parts/pick.tsx";
import { zoneMark } from "../../parts/time.tsx";
import type { Draft } from "./draft.ts";

const OFFERS = 10;
export const LONGEST = 20;

export function TagFields({ draft, change }: { draft: Draft; change: (draft: Draft) => void }) {
  return (
    <>
      <div class="labelled">
        <b>Group</b>
        <Pick
          label="Parent id tag, if it is in a group"
          value={draft.parentIdTag}
          offer={beginning}
          change={(parentIdTag) => change({ ...draft, parentIdTag })}
        />
        <small>Who shares it may stop each other's sessions; if the group is an id tag itself, blocking it blocks all of them.</small>
      </div>
      <label>
        Expires
        <input
          type="datetime-local"
          step={1}
          value={draft.expiryDate}
          onInput={(event) => change({ ...draft, expiryDate: event.currentTarget.value })}
        />
        <small>In {zoneMark() || "your time zone"}. Empty: never.</small>
      </label>
      <label>
        At the same time
        <input
          type="number"
          min={1}
          max={1_000_000}
          placeholder="no limit"
          value={draft.maxActiveTransactions}
          onInput={(event) => change({ ...draft, maxActiveTransactions: event.currentTarget.value })}
        />
        <small>How many transactions it may have running. Empty: no limit.</small>
      </label>
      <label class="choice">
        <input type="checkbox" checked={draft.blocked} onChange={(event) => change({ ...draft, blocked: event.currentTarget.checked })} />
        <span>
          Blocked <small>It may not charge.</small>
        </span>
      </label>
    </>
  );
}

/** Id tags that begin so. */
export async function beginning(q: string): Promise<string[]> {
  const got = await get("/id-tags", { query: { q, limit: OFFERS } });
  return got?.body.items.map((one) => one.idTag) ?? [];
}
