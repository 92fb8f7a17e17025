// Changing an id tag. Who comes in between is told of, and nothing that was typed is lost.
import { useEffect, useState } from "preact/hooks";
import { useChange } from "../../api/change.ts";
import { get } from "../../api/client.ts";
import type { ApiProblem } from "../../api/client.ts";
import { asProblem } from "../../api/live.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { Failure, Loading } from "../../parts/said.tsx";
import { bodyOf, differing, draftOf, FIELDS, rebased, spelled } from "./draft.ts";
import type { Draft, Field } from "./draft.ts";
import { TagFields } from "./fields.tsx";

const OVERTAKEN = 412;

/** As it was read, with the version that a change is of. */
interface Read {
  draft: Draft;
  etag: string | null;
}

interface Meanwhile {
  field: Field;
  before: string;
  now: string;
}

export function ChangeIdTag({ idTag, close }: { idTag: string; close: () => void }) {
  const [base, setBase] = useState<Read>();
  const [draft, change] = useState<Draft>();
  const [meanwhile, tell] = useState<Meanwhile[]>();
  const [failed, fail] = useState<ApiProblem>();
  const { busy, problem, make, forget } = useChange();
  const read = async (): Promise<Read | undefined> => {
    const got = await get("/id-tags/{idTag}", { params: { idTag } });
    return got && { draft: draftOf(got.body), etag: got.etag };
  };
  useEffect(() => {
    read().then(
      (now) => {
        setBase(now);
        change(now?.draft);
      },
      (error: unknown) => fail(asProblem(error)),
    );
  }, [idTag]);
  useEffect(() => {
    if (problem?.status !== OVERTAKEN || !base || !draft) return;
    read().then(
      (now) => {
        if (!now) return;
        tell(differing(now.draft, base.draft).map((field) => ({ field, before: spelled(base.draft, field), now: spelled(now.draft, field) })));
        change(rebased(draft, base.draft, now.draft));
        setBase(now);
        forget();
      },
      (error: unknown) => fail(asProblem(error)),
    );
  }, [problem]);
  const save = async (event: Event) => {
    event.preventDefault();
    if (!base || !draft) return;
    const fields = differing(draft, base.draft);
    const headers: Record<string, string> = base.etag ? { "If-Match": base.etag } : {};
    if (!fields.length || (await make("PATCH", "/id-tags/{idTag}", { params: { idTag } }, bodyOf(draft, fields), headers))) close();
  };
  return (
    <Dialog title={`Change ${idTag}`} close={close}>
      {failed && <Failure problem={failed} />}
      {!draft && !failed && <Loading />}
      {draft && base && (
        <form onSubmit={(event) => void save(event)}>
          {meanwhile && <Conflict meanwhile={meanwhile} typed={differing(draft, base.draft)} draft={draft} />}
          <TagFields draft={draft} change={change} />
          {problem && problem.status !== OVERTAKEN && <Failure problem={problem} />}
          <footer>
            <button type="button" onClick={close}>
              Leave it
            </button>
            <button class="primary" disabled={busy}>
              {busy ? "Saving…" : meanwhile ? "Save all the same" : "Save"}
            </button>
          </footer>
        </form>
      )}
    </Dialog>
  );
}

function Conflict({ meanwhile, typed, draft }: { meanwhile: Meanwhile[]; typed: Field[]; draft: Draft }) {
  return (
    <div class="said bad" role="alert">
      <strong>Somebody else has changed it meanwhile.</strong>
      <ul>
        {meanwhile.map(({ field, before, now }) => (
          <li key={field}>
            {FIELDS[field]}: was {before}, is now {now}
            {typed.includes(field) ? `; you want ${spelled(draft, field)}.` : ", and stays so."}
          </li>
        ))}
      </ul>
      <p>What you typed is still here. Save it if it is still what you want.</p>
    </div>
  );
}
