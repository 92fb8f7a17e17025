// What differs from a configuration template, and setting it.
import { useState } from "preact/hooks";
import { useChange } from "../../../api/change.ts";
import { SLOW, useLive } from "../../../api/live.ts";
import type { Item, Schemas } from "../../../api/types.ts";
import { useMay } from "../../../auth/roles.ts";
import { Confirm } from "../../../parts/dialog.tsx";
import { howMany } from "../../../parts/how_many.ts";
import { Failure } from "../../../parts/said.tsx";
import { Badge } from "../../../parts/status.tsx";
import { filter, useAddress } from "../../../router.ts";
import type { PartGiven } from "../view.tsx";

type Template = Item<"/configuration-templates">;
type Drift = Schemas["ConfigurationDrift"];
export type KeyDrift = Drift["items"][number];

const WHY: Record<KeyDrift["drift"], string> = {
  Different: "it has another value",
  NotKnown: "it has not told it yet: read its keys anew",
  NoSuchKey: "it does not know this key",
  ReadOnly: "it lets nobody set this key",
};

export interface Compared {
  templates: Template[];
  drift: Drift | undefined;
  again: () => void;
}

/** With the template of the address, else with the first one for this model. */
export function useDrift({ id, chargePoint }: PartGiven): Compared {
  const { query } = useAddress();
  const templates = useLive("/configuration-templates", { query: { limit: 100 } }, SLOW);
  const items = templates.data?.items ?? [];
  const boot = chargePoint.boot ?? {};
  const own = items.find(
    (one) => (one.vendor || one.model) && [undefined, boot["chargePointVendor"]].includes(one.vendor) && [undefined, boot["chargePointModel"]].includes(one.model),
  );
  const template = query.get("template") ?? own?.name;
  const path = template && items.some((one) => one.name === template) ? "/charge-points/{chargePointId}/configuration/drift" : null;
  const drift = useLive(path, { params: { chargePointId: id }, query: { template } });
  return { templates: items, drift: drift.data, again: drift.again };
}

interface Given {
  id: string;
  compared: Compared;
  changed: () => void;
}

export function DriftPanel({ id, compared: { templates, drift }, changed }: Given) {
  const mayChange = useMay("operator");
  const applying = useChange();
  const [results, setResults] = useState<Schemas["CommandResults"]>();
  const [asking, ask] = useState(false);
  if (!templates.length) return null;
  const lacking = drift?.items ?? [];
  const settable = lacking.filter((one) => one.drift === "Different" || one.drift === "NotKnown");
  const apply = async () => {
    const name = drift?.template ?? "";
    const asked = { params: { name } };
    setResults(await applying.make("POST", "/configuration-templates/{name}/apply", asked, { chargePointIds: [id] }));
    changed();
  };
  const stay = lacking.filter((one) => !settable.includes(one)).map((one) => one.key);
  const refused = results?.items.flatMap((one) => (one.problem && !stay.includes(one.key ?? "") ? [one.problem.detail] : [])) ?? [];
  return (
    <section class="panel" aria-label="Against its template">
      <h2>
        Against its template
        {drift && <Badge tone={lacking.length ? "wait" : "good"}>{differing(lacking.length)}</Badge>}
      </h2>
      <div class="filters">
        <select aria-label="Template" value={drift?.template ?? ""} onChange={(event) => filter({ template: event.currentTarget.value })}>
          {!drift && <option value="">Choose a template</option>}
          {templates.map((one) => (
            <option key={one.name}>{one.name}</option>
          ))}
        </select>
        {mayChange && settable.length > 0 && (
          <button disabled={applying.busy} onClick={() => ask(true)}>
            {applying.busy ? "Sending…" : `Set ${settable.length === 1 ? "the key" : `${settable.length} keys`} as it says…`}
          </button>
        )}
      </div>
      {drift && !drift.isForThisModel && <p class="faint">This template is for another model.</p>}
      <ul class="lines">
        {lacking.map((one) => (
          <li key={one.key}>
            <strong>{one.key}</strong>
            <span class="grow">
              should be <code>{one.wanted}</code>
              {one.known !== undefined && (
                <>
                  , is <code>{one.known}</code>
                </>
              )}
            </span>
            <span class="faint">{WHY[one.drift]}</span>
          </li>
        ))}
      </ul>
      {applying.problem && <Failure problem={applying.problem} />}
      {results && !refused.length && <p role="status">It is asked to set them; what it answers is under Commands.</p>}
      {refused.map((detail) => (
        <p role="alert" key={detail}>
          {detail}
        </p>
      ))}
      {asking && (
        <Confirm
          title={`Set keys as ${drift?.template ?? ""} says`}
          told={`${settable.map((one) => `${one.key} becomes ${one.wanted}`).join(", ")}. What they are now is overwritten.`}
          does="Set them"
          doIt={() => void apply()}
          close={() => ask(false)}
        />
      )}
    </section>
  );
}

function differing(count: number): string {
  if (!count) return "As it should be";
  return howMany(count, "key differs", "keys differ");
}
