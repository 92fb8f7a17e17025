// Giving a charge point a root certificate to trust.
import { useState } from "preact/hooks";
import { Dialog } from "../../../parts/dialog.tsx";
import { Outcome } from "../command_form.tsx";
import { useOrder } from "../sending.ts";

const TYPES: Record<string, string> = {
  CentralSystemRootCertificate: "of the CSMS: it connects only where the host's certificate comes from this root",
  ManufacturerRootCertificate: "of the manufacturer: it takes only firmware that is signed below this root",
};
const PATH = "/charge-points/{chargePointId}/certificates";

export function Install({ id, changed, close }: { id: string; changed: () => void; close: () => void }) {
  const [certificateType, setType] = useState("CentralSystemRootCertificate");
  const [pem, setPem] = useState("");
  const { order, busy, result, problem, force } = useOrder();
  const fits = pem.includes("-----BEGIN CERTIFICATE-----");
  const read = async (file: File | undefined) => {
    if (file) setPem(await file.text());
  };
  const submit = async (event: Event) => {
    event.preventDefault();
    await order("POST", PATH, { params: { chargePointId: id } }, { certificateType, pem });
    changed();
  };
  return (
    <Dialog title="Install a root certificate" close={close}>
      <form onSubmit={(event) => void submit(event)}>
        <label>
          Which root
          <select value={certificateType} onChange={(event) => setType(event.currentTarget.value)}>
            {Object.keys(TYPES).map((each) => (
              <option key={each}>{each}</option>
            ))}
          </select>
          <small>{TYPES[certificateType]}</small>
        </label>
        <label>
          File
          <input type="file" accept=".pem,.crt,.cer" onChange={(event) => void read(event.currentTarget.files?.[0])} />
        </label>
        <label>
          Certificate
          <textarea rows={8} required maxLength={5500} placeholder="-----BEGIN CERTIFICATE-----" value={pem} onInput={(event) => setPem(event.currentTarget.value)} />
          <small>{pem && !fits ? "This is no certificate in PEM: it begins with -----BEGIN CERTIFICATE-----." : "In PEM; it leaves as it stands."}</small>
        </label>
        <footer>
          <button type="button" onClick={close}>
            {result ? "Close" : "Leave it"}
          </button>
          <button class="primary" disabled={busy || !fits}>
            {busy ? "Waiting for its answer…" : "Install it"}
          </button>
        </footer>
        <Outcome sending={{ command: result, problem, busy, force }} />
      </form>
    </Dialog>
  );
}
