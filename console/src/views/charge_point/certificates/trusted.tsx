// The root certificates that it trusts: installed from here, and what it says it has.
import { useState } from "preact/hooks";
import { useLive } from "../../../api/live.ts";
import type { Schemas } from "../../../api/types.ts";
import { useMay } from "../../../auth/roles.ts";
import { Confirm } from "../../../parts/dialog.tsx";
import { download } from "../../../parts/download.ts";
import { Failure, Loading } from "../../../parts/said.tsx";
import { Badge } from "../../../parts/status.tsx";
import { Ago } from "../../../parts/time.tsx";
import { words } from "../../../parts/units.ts";
import { Outcome } from "../command_form.tsx";
import { useOrder } from "../sending.ts";
import { Ends } from "./ends.tsx";
import { Install } from "./installing.tsx";
import { reportedAt, rootsOf } from "./roots.ts";
import type { Root } from "./roots.ts";

const PATH = "/charge-points/{chargePointId}/certificates";
const LOST: Record<string, string> = {
  CentralSystemRootCertificate: "Without a root for the host's certificate it cannot connect by TLS any more, and nobody reaches it to mend that.",
  ManufacturerRootCertificate: "Firmware that is signed below it is not taken any more.",
};

export function Trusted({ id, connected }: { id: string; connected: boolean }) {
  const params = { chargePointId: id };
  const live = useLive(PATH, { params, query: { limit: 200 } });
  const refreshing = useOrder<Schemas["CommandResults"]>();
  const deleting = useOrder();
  const [installing, install] = useState(false);
  const [chosen, choose] = useState<Root>();
  const mayCommand = useMay("operator");
  if (!live.data) return live.problem ? <Failure problem={live.problem} again={live.again} /> : <Loading />;
  const roots = rootsOf(live.data.items);
  const last = reportedAt(live.data.items);
  const refresh = async () => {
    await refreshing.order("POST", `${PATH}/refresh`, { params });
    live.again();
  };
  const remove = async ({ type, installed, reported }: Root) => {
    if (installed?.digest) {
      await deleting.order("DELETE", `${PATH}/{certificate}`, { params: { ...params, certificate: installed.digest }, query: { certificateType: type } });
    } else await deleting.order("DELETE", PATH, { params, query: { ...reported } });
    live.again();
  };
  return (
    <section class="panel" aria-label="Root certificates">
      <h2>Root certificates that it trusts</h2>
      <div class="filters">
        {mayCommand && (
          <>
            <button disabled={!connected} onClick={() => install(true)}>
              Install one…
            </button>
            <button disabled={!connected || refreshing.busy} onClick={() => void refresh()}>
              {refreshing.busy ? "Asking…" : "Ask which it has"}
            </button>
          </>
        )}
        <span class="faint">
          {last ? (
            <>
              It said so <Ago at={last} />
            </>
          ) : (
            "It has not been asked which it has."
          )}
        </span>
      </div>
      {refreshing.problem && <Failure problem={refreshing.problem} />}
      {refreshing.result?.items.some((one) => one.status !== "Answered") && (
        <p class="stale">
          It has not told all of them: {[...new Set(refreshing.result.items.map((one) => words(one.status ?? "")))].join(", ")}. Some charge points have no certificates.
        </p>
      )}
      <Outcome sending={{ ...deleting, command: deleting.result }} />
      {!roots.length && <p class="faint">None is known.</p>}
      <ul class="lines">
        {roots.map((root) => (
          <li key={`${root.type} ${nameOf(root)} ${root.installed?.digest}`}>
            <span class="grow">
              <strong>{nameOf(root)}</strong> <span class="faint">{words(root.type)}</span>
              {root.reported && !root.installed && <small> serial number {root.reported.serialNumber}, {root.reported.hashAlgorithm} of its name {root.reported.issuerNameHash.slice(0, 12)}…</small>}
            </span>
            {root.installed && <Ends at={root.installed.notAfter} />}
            {root.installed && <Standing root={root} />}
            {root.installed?.pem && (
              <button class="small" onClick={() => download("root.pem", "application/x-pem-file", root.installed?.pem ?? "")} aria-label={`Save ${nameOf(root)}`}>
                Save
              </button>
            )}
            {mayCommand && (
              <button class="small" disabled={!connected || deleting.busy} onClick={() => choose(root)} aria-label={`Delete ${nameOf(root)}`}>
                Delete…
              </button>
            )}
          </li>
        ))}
      </ul>
      {installing && <Install id={id} changed={live.again} close={() => install(false)} />}
      {chosen && (
        <Confirm
          title={`Delete ${nameOf(chosen)}`}
          told={LOST[chosen.type] ?? ""}
          does="Delete it"
          doIt={() => void remove(chosen)}
          close={() => choose(undefined)}
        />
      )}
    </section>
  );
}

function Standing({ root: { installed } }: { root: Root }) {
  if (installed?.stillThere === false) return <Badge tone="bad">it says it has it no more</Badge>;
  if (installed?.stillThere) return <Badge tone="good">there</Badge>;
  return (
    <span class="faint">
      installed <Ago at={installed?.installedAt} />
    </span>
  );
}

function nameOf({ installed, reported }: Root): string {
  return installed?.subject ?? (reported ? `not from here, ${reported.serialNumber}` : "a certificate");
}
