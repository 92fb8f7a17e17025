// Requests for certificates that came to nothing by themselves: somebody has to look at them.
import { useState } from "preact/hooks";
import { send } from "../../api/client.ts";
import type { ApiProblem } from "../../api/client.ts";
import { asProblem, SLOW, useLive } from "../../api/live.ts";
import { usePaged } from "../../api/paged.ts";
import type { CertificateRequest } from "../../api/types.ts";
import { useMay } from "../../auth/roles.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { howMany } from "../../parts/how_many.ts";
import { Link } from "../../parts/link.tsx";
import { Empty, Failure, Loading } from "../../parts/said.tsx";
import { Badge } from "../../parts/status.tsx";
import type { Tone } from "../../parts/status.tsx";
import { Ago } from "../../parts/time.tsx";
import { words } from "../../parts/units.ts";

const OF_REQUESTS = ["CertificateRefused", "CertificateNotIssued", "CertificateNotTaken"];
const MOST = 2000; // problems of the fleet that are looked through
const TONES: Record<string, Tone> = { accepted: "good", failed: "bad", rejected: "bad", superseded: "off" };

export function Waiting() {
  const problems = usePaged("/problems", {}, 200, MOST, { seconds: SLOW });
  const [chosen, choose] = useState<string>();
  const found = problems.items.filter((one) => OF_REQUESTS.includes(one.problem));
  if (!found.length && !chosen) return null;
  return (
    <section class="panel attention" aria-label="Requests that wait">
      <h2>
        {howMany(found.length, "request waits", "requests wait")} <span class="faint">for somebody to look at it</span>
      </h2>
      <ul class="lines">
        {found.map((one) => (
          <li key={`${one.chargePointId} ${one.problem}`}>
            <Link to={["charge-points", one.chargePointId]}>{one.chargePointId}</Link>
            <strong>{words(one.problem)}</strong>
            <span class="grow">{one.remedy}</span>
            <span class="faint">
              <Ago at={one.lastAt} />
            </span>
            <button class="small" onClick={() => choose(one.chargePointId)}>
              Its requests…
            </button>
          </li>
        ))}
      </ul>
      {chosen && <Requests id={chosen} close={() => choose(undefined)} />}
    </section>
  );
}

export function Requests({ id, close }: { id: string; close: () => void }) {
  const path = "/charge-points/{chargePointId}/certificate-requests";
  const requests = useLive(path, { params: { chargePointId: id }, query: { limit: 50 } }, SLOW / 4);
  const [problem, setProblem] = useState<ApiProblem>();
  const mayApprove = useMay("admin");
  const items = [...(requests.data?.items ?? [])].sort((a, b) => b.receivedAt.localeCompare(a.receivedAt));
  const approve = async ({ requestId }: CertificateRequest) => {
    setProblem(undefined);
    try {
      await send("POST", `${path}/{requestId}/approve`, { params: { chargePointId: id, requestId } });
      requests.again();
    } catch (error) {
      setProblem(asProblem(error));
    }
  };
  return (
    <Dialog title={`Requests of ${id}`} close={close}>
      {requests.problem && <Failure problem={requests.problem} />}
      {problem && <Failure problem={problem} />}
      {!requests.data && !requests.problem && <Loading />}
      {requests.data && !items.length && <Empty title="It has asked for no certificate." />}
      <ul class="lines">
        {items.map((one) => (
          <Request key={one.requestId} request={one} approve={mayApprove ? () => void approve(one) : undefined} />
        ))}
      </ul>
    </Dialog>
  );
}

function Request({ request, approve }: { request: CertificateRequest; approve: (() => void) | undefined }) {
  const [asking, ask] = useState(false);
  return (
    <li>
      <Badge tone={TONES[request.state] ?? "wait"}>{words(request.state)}</Badge>
      <span class="grow">
        {request.reason ?? "nothing to complain of"}
        {request.approvedBy && <small> approved by {request.approvedBy}</small>}
      </span>
      <span class="faint">
        <Ago at={request.receivedAt} />
      </span>
      {approve && ["waiting", "failed"].includes(request.state) && !asking && (
        <button class="small" onClick={() => ask(true)}>
          Approve…
        </button>
      )}
      {asking && approve && (
        <div class="said">
          <p>
            A certificate is issued though the request names somebody else. It bears the serial number that is provisioned for this charge
            point: whoever holds the key of the request is that charge point from then on.
          </p>
          <span class="buttons">
            <button onClick={() => ask(false)}>Leave it</button>
            <button
              class="danger"
              onClick={() => {
                ask(false);
                approve();
              }}
            >
              Approve it
            </button>
          </span>
        </div>
      )}
      <details class="fold wide">
        <summary>The request itself, PEM</summary>
        <pre>{request.csr}</pre>
      </details>
    </li>
  );
}
