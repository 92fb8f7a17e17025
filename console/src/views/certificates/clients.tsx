// The client certificates of charge points: what ends first is first.
import { useMemo, useState } from "preact/hooks";
import { usePaged } from "../../api/paged.ts";
import { useMay } from "../../auth/roles.ts";
import { ListedTable } from "../../parts/listed.tsx";
import { Empty } from "../../parts/said.tsx";
import { filter, useAddress } from "../../router.ts";
import { CertificateDetails } from "./details.tsx";
import { columnsOf } from "./columns.tsx";
import type { Doing } from "./columns.tsx";
import { daysLeft, SOON } from "./ends.tsx";
import { Renew, Revoke } from "./renewing.tsx";
import { Waiting } from "./waiting.tsx";

const PART = 50;
const DAY = 86_400_000;
const SHOWN: Record<string, string> = {
  "": "Valid",
  soon: `End within ${SOON} days`,
  expired: "Expired",
  revoked: "Revoked",
  all: "All",
};

export function ClientCertificates() {
  const { query } = useAddress();
  const show = query.get("show") ?? "";
  const asked = useMemo(() => ({ query: asks(show) }), [show]);
  const list = usePaged("/client-certificates", asked, PART, PART);
  const [doing, does] = useState<Doing>();
  const mayChange = useMay("operator");
  const columns = useMemo(() => columnsOf(mayChange, does), [mayChange]);
  const close = () => does(undefined);
  return (
    <>
      <Waiting />
      <div class="filters" role="group" aria-label="Show only">
        {Object.entries(SHOWN).map(([key, name]) => (
          <button key={key} aria-pressed={key === show} onClick={() => filter({ show: key })}>
            {name}
          </button>
        ))}
      </div>
      <ListedTable
        label="Client certificates"
        list={list}
        none={<Nothing show={show} />}
        columns={columns}
        keyOf={(one) => `${one.chargePointId} ${one.sha256}`}
        rowHeight={56}
        toneOf={(one) => (one.status === "valid" && daysLeft(one.notAfter ?? "", Date.now()) <= SOON ? "urgent" : "")}
      />
      {doing?.what === "details" && <CertificateDetails certificate={doing.certificate} act={(what) => does({ ...doing, what })} close={close} />}
      {doing?.what === "renew" && <Renew id={doing.certificate.chargePointId} close={close} />}
      {doing?.what === "revoke" && <Revoke certificate={doing.certificate} close={close} />}
    </>
  );
}

function Nothing({ show }: { show: string }) {
  if (show) {
    return (
      <Empty title="No certificate is like that.">
        <button onClick={() => filter({ show: null })}>Show those that are valid</button>
      </Empty>
    );
  }
  return (
    <Empty title="No charge point has a client certificate that is valid.">
      <p>
        A charge point gets one when it asks for it (SignCertificate), or by <code>csms certificates issue</code> from an installer. It
        needs one for security profile 3.
      </p>
    </Empty>
  );
}

/** By the minute, so that the list stays the same while one looks. */
function asks(show: string): Record<string, string> {
  const now = new Date(Math.floor(Date.now() / 60_000) * 60_000);
  const from = now.toISOString();
  if (show === "soon") return { status: "valid", from, to: new Date(now.getTime() + (SOON + 1) * DAY).toISOString() };
  if (show === "all") return {};
  return show ? { status: show } : { status: "valid", from };
}
