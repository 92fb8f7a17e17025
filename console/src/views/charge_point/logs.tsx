// Diagnostics and logs: what was asked for, how far that is, and the files that came.
import { useState } from "preact/hooks";
import { get } from "../../api/client.ts";
import type { ApiProblem } from "../../api/client.ts";
import { downloaded } from "../../api/files.ts";
import { asProblem, useLive } from "../../api/live.ts";
import type { Job, KeptFile } from "../../api/types.ts";
import { useMay } from "../../auth/roles.ts";
import { Empty, Failure, Loading } from "../../parts/said.tsx";
import { Badge } from "../../parts/status.tsx";
import type { Tone } from "../../parts/status.tsx";
import { Ago, day } from "../../parts/time.tsx";
import { bytes, sentence, words } from "../../parts/units.ts";
import { LogForm } from "./log_form.tsx";

const MOST = 50;

export function Logs({ id, connected }: { id: string; connected: boolean }) {
  const asked = { params: { chargePointId: id }, query: { limit: MOST } };
  const jobs = useLive("/charge-points/{chargePointId}/jobs", asked);
  const files = useLive("/charge-points/{chargePointId}/files", asked);
  const [asking, ask] = useState(false);
  const mayAsk = useMay("operator");
  const logs = (jobs.data?.items ?? []).filter((one) => one.action === "GetDiagnostics" || one.action === "GetLog");
  const kept = files.data?.items ?? [];
  const others = kept.filter((file) => !logs.some((one) => one.commandId === file.commandId));
  const problem = jobs.problem ?? files.problem;
  return (
    <section class="panel" aria-label="Diagnostics and logs">
      <h2>Diagnostics and logs</h2>
      {mayAsk && (
        <div class="actions">
          <button onClick={() => ask(true)}>Ask for one…</button>
        </div>
      )}
      {problem && <Failure problem={problem} />}
      {!(jobs.data && files.data) && !problem && <Loading />}
      {jobs.data && files.data && !logs.length && !others.length && (
        <Empty title="No log has been asked for yet.">
          <p>Diagnostics help the manufacturer; the security log tells who tried what.</p>
        </Empty>
      )}
      <ul class="history">
        {logs.map((one) => (
          <LogLine key={one.commandId} id={id} job={one} files={kept.filter((file) => file.commandId === one.commandId)} />
        ))}
        {others.map((file) => (
          <li key={file.fileId} class="log">
            <FileLine id={id} file={file} />
          </li>
        ))}
      </ul>
      {asking && <LogForm id={id} connected={connected} close={() => ask(false)} />}
    </section>
  );
}

function LogLine({ id, job, files }: { id: string; job: Job; files: KeptFile[] }) {
  const elsewhere = job.outcome === "uploaded" && !files.length;
  return (
    <li class="log">
      <div class="line">
        <strong>{job.action === "GetLog" ? "Log" : "Diagnostics"}</strong>
        <Badge tone={tone(job)}>{job.ended ? words(job.outcome ?? "ended") : words(job.progress ?? "Asked for")}</Badge>
        <span class="grow" />
        <span class="faint">
          asked <Ago at={job.openedAt} />
        </span>
      </div>
      {!job.ended && <progress aria-label={`${words(job.progress ?? "waiting")}, of ${job.fileName ?? "a file"}`} />}
      {job.ended && job.outcome !== "uploaded" && (
        <p class="fault">
          {sentence(job.reason)}. Can it reach the address from its network? Ask once more, or for it to be brought to a server of yours.
        </p>
      )}
      {job.refused && <p class="fault">Its file was not kept: {job.refused}</p>}
      {files.map((file) => (
        <FileLine key={file.fileId} id={id} file={file} />
      ))}
      {elsewhere && <p class="faint">It says that it has brought {job.fileName ?? "it"}; no file has come here.</p>}
    </li>
  );
}

function FileLine({ id, file }: { id: string; file: KeptFile }) {
  const [busy, work] = useState(false);
  const [problem, setProblem] = useState<ApiProblem>();
  const mayFetch = useMay("operator");
  const fetchIt = async () => {
    work(true);
    setProblem(undefined);
    try {
      const params = { chargePointId: id, fileId: file.fileId };
      const got = await get("/charge-points/{chargePointId}/files/{fileId}", { params });
      if (got?.body.download) downloaded(got.body.download, file.name);
    } catch (error) {
      setProblem(asProblem(error));
    }
    work(false);
  };
  return (
    <>
      <div class="line">
        <span class="grow said-short">{file.name}</span>
        <span class="faint" title={`It is kept until ${day(file.expiresAt)}.`}>
          {bytes(file.size)}, came <Ago at={file.arrivedAt} />
        </span>
        {mayFetch && !file.refused && (
          <button class="small" disabled={busy} onClick={() => void fetchIt()} aria-label={`Download ${file.name}`}>
            Download
          </button>
        )}
      </div>
      {file.refused && <p class="fault">It was not kept: {file.refused}</p>}
      {problem && <Failure problem={problem} />}
    </>
  );
}

function tone(job: Job): Tone {
  if (!job.ended) return "busy";
  if (job.outcome === "uploaded") return "good";
  return job.outcome === "superseded" ? "off" : "bad";
}
