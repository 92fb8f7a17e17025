// One change: what it was before, and what it is now.
import { useLive } from "../../api/live.ts";
import type { Change } from "../../api/types.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { Facts } from "../../parts/facts.tsx";
import { Link } from "../../parts/link.tsx";
import { At } from "../../parts/time.tsx";
import { words } from "../../parts/units.ts";
import { filter } from "../../router.ts";
import { who } from "./operations.ts";
import type { Named } from "./operations.ts";
import { asText, before, valuesOf } from "./values.ts";

const LONG = 3600; // seconds: what was before does not change

export function ChangeDetails({ change, named, close }: { change: Change; named: Named; close: () => void }) {
  const earlier = useLive("/audit", { query: { resource: change.resource, to: change.at, limit: 200 } }, LONG);
  const values = Object.entries(valuesOf(change.details));
  const [kind, id] = change.resource.split("/");
  const only = (which: Record<string, string>) => {
    filter(which);
    close();
  };
  return (
    <Dialog title={named(change)} close={close}>
      <Facts
        facts={{
          When: <At at={change.at} />,
          Who: who(change),
          Role: change.role,
          "From address": change.sourceIp,
          Of: change.resource,
          "Charge point": kind === "charge-points" && id && <Link to={["charge-points", id]}>{id}</Link>,
          Operation: change.operation,
          "Subject of the token": change.name && change.subject,
        }}
      />
      {values.length > 0 && (
        <table class="plain">
          <thead>
            <tr>
              <th>What</th>
              <th>Before</th>
              <th>Since</th>
            </tr>
          </thead>
          <tbody>
            {values.map(([name, value]) => (
              <tr key={name}>
                <th scope="row">{words(name)}</th>
                <td>{before(name, earlier.data?.items ?? []) ?? <span class="faint">{earlier.data ? "not recorded" : "…"}</span>}</td>
                <td>{asText(value)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <details class="fold">
        <summary>As it was recorded</summary>
        <pre>{JSON.stringify(change.details, null, 2)}</pre>
      </details>
      <footer>
        <button onClick={() => only({ by: change.subject })}>Only by {who(change)}</button>
        <button onClick={() => only({ resource: change.resource })}>Only of {change.resource}</button>
      </footer>
    </Dialog>
  );
}
