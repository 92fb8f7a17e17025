// Who signs the certificates of charge points, and what the hosts that they connect to show.
import { useLive } from "../../api/live.ts";
import { Copy } from "../../parts/copy.tsx";
import { Facts } from "../../parts/facts.tsx";
import { howMany } from "../../parts/how_many.ts";
import { Empty, Failure, Loading } from "../../parts/said.tsx";
import { Ago } from "../../parts/time.tsx";
import { words } from "../../parts/units.ts";
import type { Body } from "../../api/types.ts";
import { Ends } from "./ends.tsx";

const SELDOM = 60; // seconds: what is here changes by a deployment, or once a day
const KINDS: Record<string, string> = {
  key: "the key lies in the authority's document",
  kms: "the key is kept by AWS KMS",
  est: "another authority signs, by EST",
};

type Issuer = Body<"/certificate-authority">["issuers"][number];

export function Authority() {
  return (
    <>
      <Issuers />
      <Hosts />
    </>
  );
}

function Issuers() {
  const authority = useLive("/certificate-authority", {}, SELDOM);
  if (authority.problem?.status === 404) {
    return (
      <Empty title="No authority signs the certificates of charge points here.">
        <p>
          <code>csms certificates authority create</code> makes one, and the parameter <code>CertificateAuthoritySecret</code> names it.
        </p>
      </Empty>
    );
  }
  if (!authority.data) return authority.problem ? <Failure problem={authority.problem} again={authority.again} /> : <Loading />;
  const { issuers, rsaSignature, lifetimeDays, cpoName } = authority.data;
  return (
    <>
      <div class="cards">
        {issuers.map((one, number) => (
          <IssuerCard key={one.sha256 ?? number} issuer={one} />
        ))}
      </div>
      <section class="panel" aria-label="How it signs">
        <h2>How it signs</h2>
        <Facts
          facts={{
            "A certificate lasts": howMany(lifetimeDays, "day"),
            "Signature of RSA keys": rsaSignature,
            "Organization in certificates": cpoName ?? "none",
          }}
        />
      </section>
    </>
  );
}

function IssuerCard({ issuer }: { issuer: Issuer }) {
  return (
    <section class={`panel card apart ${issuer.warning ? "wait" : "good"}`} aria-label={issuer.subject ?? issuer.kind}>
      <h2>{issuer.keyType ? `Signs with ${issuer.keyType}` : "Signs elsewhere"}</h2>
      {issuer.notAfter && <Ends at={issuer.notAfter} />}
      <Facts
        facts={{
          Subject: issuer.subject,
          "Signed by": issuer.issuer === issuer.subject ? "itself: it is a root" : issuer.issuer,
          "Serial number": issuer.serialNumber,
          Key: KINDS[issuer.kind] ?? words(issuer.kind),
        }}
      />
      {issuer.sha256 && (
        <div>
          <small>SHA-256</small>
          <Copy text={issuer.sha256} what="the fingerprint" />
        </div>
      )}
      {issuer.certificates && (
        <details class="fold">
          <summary>Its chain, PEM</summary>
          <pre>{issuer.certificates}</pre>
        </details>
      )}
    </section>
  );
}

function Hosts() {
  const hosts = useLive("/server-certificates", {}, SELDOM);
  if (hosts.problem && !hosts.data) return <Failure problem={hosts.problem} again={hosts.again} />;
  return (
    <section class="panel" aria-label="Hosts">
      <h2>
        Hosts that charge points connect to <span class="faint">looked at once a day</span>
      </h2>
      {hosts.data && !hosts.data.items.length && <p class="faint">No host has a certificate that is known here.</p>}
      <ul class="lines">
        {(hosts.data?.items ?? []).map((one) => (
          <li key={one.source}>
            <span class="grow two">
              <strong>{one.domainName ?? "not looked at yet"}</strong>
              <small>{one.source}</small>
            </span>
            {one.failure && <span class="fault">{one.failure}</span>}
            {one.notAfter && <Ends at={one.notAfter} />}
            {one.readAt && (
              <span class="faint">
                looked at <Ago at={one.readAt} />
              </span>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
