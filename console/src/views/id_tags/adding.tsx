// Handing out an id tag.
import { useState } from "preact/hooks";
import { useChange } from "../../api/change.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { Failure } from "../../parts/said.tsx";
import { go, addressOf } from "../../router.ts";
import { BLANK, bodyOf, differing } from "./draft.ts";
import { LONGEST, TagFields } from "./fields.tsx";

interface Given {
  /** A group that is to become an id tag, say. */
  idTag?: string;
  group?: string;
  close: () => void;
}

export function AddIdTag({ idTag: begin = "", group = "", close }: Given) {
  const [idTag, name] = useState(begin);
  const [draft, change] = useState({ ...BLANK, parentIdTag: group });
  const { busy, problem, make } = useChange();
  const add = async (event: Event) => {
    event.preventDefault();
    const body = { idTag, ...bodyOf(draft, differing(draft, BLANK)) };
    if (await make("POST", "/id-tags", {}, body)) {
      close();
      go(addressOf("id-tags", idTag));
    }
  };
  return (
    <Dialog title="Add an id tag" close={close}>
      <form onSubmit={(event) => void add(event)}>
        <label>
          Id tag
          <input required autofocus maxLength={LONGEST} value={idTag} autocomplete="off" onInput={(event) => name(event.currentTarget.value)} />
          <small>The number of the card, as charge points read it; at most {LONGEST} characters, case does not count.</small>
        </label>
        <TagFields draft={draft} change={change} />
        {problem && <Failure problem={problem} />}
        <footer>
          <button type="button" onClick={close}>
            Leave it
          </button>
          <button class="primary" disabled={busy}>
            {busy ? "Adding…" : "Add"}
          </button>
        </footer>
      </form>
    </Dialog>
  );
}
