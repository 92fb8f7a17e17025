// Which id tags to put on the list: some more, or others in place of all.
import { useState } from "preact/hooks";
import type { ApiProblem } from "../../api/client.ts";
import { asProblem } from "../../api/live.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { howMany } from "../../parts/how_many.ts";
import { Pick } from "../../parts/pick.tsx";
import { Failure } from "../../parts/said.tsx";
import { beginning } from "../id_tags/fields.tsx";
import { useListChange } from "./changing.ts";
import { handedOut, MOST, tagsOf } from "./tags.ts";

interface Given {
  id: string;
  full: boolean;
  /** How many entries the list has. */
  entries: number;
  connected: boolean;
  sent: () => void;
  close: () => void;
}

export function SendList({ id, full, entries, connected, sent, close }: Given) {
  const [text, type] = useState("");
  const { busy, problem, send } = useListChange(id);
  const tags = tagsOf(text);
  const submit = async (force: boolean) => {
    if (tags.length && (await send({ how: full ? "full" : "add", idTags: tags }, force))) {
      sent();
      close();
    }
  };
  const count = howMany(tags.length, "id tag");
  return (
    <Dialog title={full ? `A new list for ${id}` : `Add to the list of ${id}`} close={close}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void submit(false);
        }}
      >
        <p>
          {full && entries > 0 ? `It takes the place of the ${howMany(entries, "entry", "entries")} that it has. ` : ""}
          Each goes as it stands now: one that is blocked here is blocked there.
        </p>
        <label>
          Id tags
          <textarea autofocus rows={6} value={text} placeholder="One a line" onInput={(event) => type(event.currentTarget.value)} />
          <small>
            {count}; {MOST} at most.
          </small>
        </label>
        <Fill fill={(found) => type(tagsOf([...tags, ...found].join("\n")).join("\n"))} />
        {!connected && <p class="fault">It is offline: nothing can be sent until it is back.</p>}
        {problem && <Failure problem={problem} />}
        <footer>
          <button type="button" onClick={close}>
            Leave it
          </button>
          {problem?.status === 409 && (
            <button type="button" class="danger" disabled={busy} onClick={() => void submit(true)}>
              Send it all the same
            </button>
          )}
          <button class={full && entries > 0 ? "danger" : "primary"} disabled={busy || !tags.length || tags.length > MOST}>
            {busy ? "Sending…" : !full ? `Add ${count}` : entries ? `Replace the list by ${count}` : `Send ${count}`}
          </button>
        </footer>
      </form>
    </Dialog>
  );
}

/** Those of a group, or all. */
function Fill({ fill }: { fill: (idTags: string[]) => void }) {
  const [group, choose] = useState("");
  const [count, tell] = useState<number>();
  const [problem, fail] = useState<ApiProblem>();
  const fetch = async () => {
    tell(0);
    fail(undefined);
    try {
      fill(await handedOut(group, tell));
    } catch (error) {
      fail(asProblem(error));
    }
    tell(undefined);
  };
  return (
    <>
      <div class="filters">
        <Pick label="Of a group, or all" value={group} offer={beginning} change={choose} />
        <button type="button" disabled={count !== undefined} onClick={() => void fetch()}>
          {count !== undefined ? `${count} so far…` : group ? `Put in those of ${group}` : "Put in all id tags"}
        </button>
      </div>
      {problem && <Failure problem={problem} />}
    </>
  );
}
