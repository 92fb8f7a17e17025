// The report of our own run of the certification cases that came with this release.
import { useEffect, useState } from "preact/hooks";
import type report from "../../../generated/certification.json";
import { Facts } from "../../parts/facts.tsx";
import { Empty, Loading } from "../../parts/said.tsx";
import { Search } from "../../parts/search.tsx";
import { Badge } from "../../parts/status.tsx";
import { At } from "../../parts/time.tsx";
import { filter, useAddress } from "../../router.ts";

type Report = typeof report;

export function CertificationView() {
  const [found, set] = useState<Report>();
  useEffect(() => {
    void import("../../../generated/certification.json").then((it) => set(it.default));
  }, []);
  if (!found) return <Loading />;
  const { identity, running } = found;
  return (
    <>
      <div class="title">
        <h1>Certification report</h1>
        <span class="faint">
          {passed(found, false)}, {passed(found, true)}
        </span>
      </div>
      <p class="stale">{found.statement}</p>
      {identity.version !== running && (
        <p class="stale" role="status">
          It is of version {identity.version}; version {running} is running. Nothing here is said of that.
        </p>
      )}
      <div class="cards small">
        {found.functionalities.map((one) => (
          <section key={one.name} class={`panel card ${one.passed === one.of ? "good" : "bad"}`} aria-label={one.name}>
            <h2>{one.name}</h2>
            <div class="figures">
              <span>
                <b>
                  {one.passed} of {one.of}
                </b>
                {one.name === "Traps" ? "traps" : "cases"}
              </span>
              <span>
                <Badge tone={one.passed === one.of ? "good" : "bad"}>{one.result}</Badge>
              </span>
            </div>
            <p class="faint">{one.covers}</p>
          </section>
        ))}
      </div>
      <section class="panel" aria-label="The run">
        <h2>The run</h2>
        <Facts
          facts={{
            Product: identity.product,
            Version: `${identity.version}, commit ${identity.commit}`,
            When: <At at={identity.began} />,
            Command: <code>csms certify</code>,
            Program: identity.program,
            Protocol: identity.protocol,
            Security: identity.security,
            Machine: `${identity.machine}, ${identity.system}, Python ${identity.python}`,
            Network: identity.network,
            Cases: identity.editions,
          }}
        />
        <p class="faint">
          These are the figures of that commit, as they were built into this page; nothing was run here. <code>make certify</code> runs the
          cases again, on a CSMS of its own, and <code>csms certify --url wss://…</code> against this one.
        </p>
      </section>
      <Cases cases={found.cases} />
    </>
  );
}

/** Of the cases of a laboratory, or of our own traps beside them. */
function passed({ cases }: Report, traps: boolean): string {
  const own = cases.filter((one) => (one.functionality === "Traps") === traps);
  return `${own.filter((one) => one.result === "passed").length} of ${own.length} ${traps ? "traps passed" : "cases"}`;
}

function Cases({ cases }: { cases: Report["cases"] }) {
  const q = useAddress().query.get("q") ?? "";
  const shown = cases.filter((one) => `${one.number} ${one.name} ${one.functionality}`.toLowerCase().includes(q.toLowerCase()));
  return (
    <section class="panel" aria-label="Cases">
      <h2>
        Cases <span class="faint">{shown.length === cases.length ? cases.length : `${shown.length} of ${cases.length}`}</span>
      </h2>
      <Search label="Search cases" value={q} change={(text) => filter({ q: text })} />
      {!shown.length && <Empty title="No case is like that." />}
      <ul class="lines">
        {shown.map((one) => (
          <li key={one.number}>
            <strong class="number">{one.number}</strong>
            <span class="grow">{one.name}</span>
            <span class="faint">{one.functionality}</span>
            <Badge tone={one.result === "passed" ? "good" : one.result === "failed" ? "bad" : "off"}>{one.result}</Badge>
          </li>
        ))}
      </ul>
    </section>
  );
}
