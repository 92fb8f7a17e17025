// What it asked for by SignCertificate, and what became of it.
import { useState } from "preact/hooks";
import { useChange } from "../../../api/change.ts";
import { SLOW, useLive } from "../../../api/live.ts";
import type { Item } from "../../../api/types.ts";
import { useMay } from "../../../auth/roles.ts";
import { Confirm } from "../../../parts/dialog.tsx";
import { Failure } from "../../../parts/said.tsx";
import { Badge } from "../../../parts/status.tsx";
import type { Tone } from "../../../parts/status.tsx";
import { Ago } from "../../../parts/time.tsx";
import { words } from "../../../parts/units.ts";

const REQUESTS = "/charge-points/{chargePointId}/certificate-requests";

type Asked = Item<typeof REQUESTS>;

const TONES: Record<Asked["state"], Tone> = {
  waiting: "wait",
  issued: "wait",
  sent: "wait",
  accepted: "good",
  rejected: "bad",
  failed: "bad",
  superseded: "off",
};

export function Requests({ id }: { id: string }) {
  const live = useLive(REQUESTS, { params: { chargePointId: id }, query: { limit: 20 } }, SLOW / 2);
  const changing = useChange();
  const [chosen, choose] = useState<Asked>();
  const mayApprove = useMay("admin");
  const items = live.data?.items ?? [];
  if (!items.length) return null;
  const approve = async (one: Asked) => {
    const params = { chargePointId: id, requestId: one.requestId };
    await changing.make("POST", `${REQUESTS}/{requestId}/approve`, { params });
    live.again();
  };
  return (
    <section class="panel" aria-label="Certificate requests">
      <h2>What it asked for</h2>
      {changing.problem && <Failure problem={changing.problem} />}
      <ul class="lines">
        {items.map((one) => (
          <li key={one.requestId}>
            <Badge tone={TONES[one.state]}>{words(one.state)}</Badge>
            <span class="grow">{one.reason ?? (one.approvedBy ? `approved by ${one.approvedBy}` : "")}</span>
            <span class="faint">
              <Ago at={one.receivedAt} />
            </span>
            {mayApprove && one.state === "failed" && (
              <button class="small" disabled={changing.busy} onClick={() => choose(one)}>
                Issue it all the same…
              </button>
            )}
          </li>
        ))}
      </ul>
      {chosen && (
        <Confirm
          title="Issue the certificate all the same"
          told={`It was not issued because ${chosen.reason ?? "it failed"}. Whoever holds its key can connect by the certificate from now on.`}
          does="Issue it"
          doIt={() => void approve(chosen)}
          close={() => choose(undefined)}
        />
      )}
    </section>
  );
}
