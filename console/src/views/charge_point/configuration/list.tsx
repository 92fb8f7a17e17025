// Keys by what they are for.
import type { Schemas } from "../../../api/types.ts";
import { Badge } from "../../../parts/status.tsx";
import { exactly } from "../../../parts/time.tsx";
import type { KeyDrift } from "./drift.tsx";
import { GROUPS, isSecret, meaningOf, OWN } from "./keys.ts";
import { reading } from "./values.ts";

export type Known = Schemas["KnownConfiguration"]["items"][number];

interface Given {
  items: Known[];
  drift: KeyDrift[];
  edit: ((key: Known) => void) | undefined;
}

export function KeyGroups({ items, drift, edit }: Given) {
  const groups = GROUPS.map((name) => ({ name, keys: items.filter((one) => (meaningOf(one.key)?.group ?? OWN) === name) }));
  return (
    <>
      {groups
        .filter((each) => each.keys.length)
        .map((each) => (
          <section key={each.name} aria-label={each.name}>
            <h3>
              {each.name} <span class="faint">{each.keys.length}</span>
            </h3>
            <ul class="keys">
              {each.keys.map((one) => (
                <Key key={one.key} one={one} wanted={drift.find((it) => it.key === one.key)?.wanted} edit={edit} />
              ))}
            </ul>
          </section>
        ))}
    </>
  );
}

function Key({ one, wanted, edit }: { one: Known; wanted: string | undefined; edit: Given["edit"] }) {
  const meaning = meaningOf(one.key);
  const secret = isSecret(one.key);
  return (
    <li title={`Told ${exactly(one.learnedAt)}`}>
      <span class="name">
        <strong>{one.key}</strong>
        {meaning && <small>{meaning.told}</small>}
      </span>
      <span class="value">
        {secret ? (
          <span class="faint">never shown</span>
        ) : one.value === undefined || one.value === "" ? (
          <span class="faint">{one.value === undefined ? "not told" : "empty"}</span>
        ) : (
          <>
            <code>
              {one.value.split(",").map((part, place) => [place > 0 && ",", place > 0 && <wbr />, part])}
            </code>{" "}
            <span class="faint">{reading(one.value, meaning)}</span>
          </>
        )}
        {wanted !== undefined && <Badge tone="wait">should be {wanted}</Badge>}
      </span>
      <span class="does">
        {one.readonly ? (
          <span class="faint">read-only</span>
        ) : (
          edit && (
            <button class="small" onClick={() => edit(one)} aria-label={secret ? "Renew the AuthorizationKey" : `Set ${one.key}`}>
              {secret ? "Renew…" : "Set…"}
            </button>
          )
        )}
      </span>
    </li>
  );
}
