// A certificate with its key, which somebody brings to the charge point.
import { useState } from "preact/hooks";
import { useChange } from "../../../api/change.ts";
import type { Schemas } from "../../../api/types.ts";
import { Dialog } from "../../../parts/dialog.tsx";
import { download } from "../../../parts/download.ts";
import { Failure } from "../../../parts/said.tsx";

const PATH = "/charge-points/{chargePointId}/client-certificates";
const PEM = "application/x-pem-file";

export function Issue({ id, changed, close }: { id: string; changed: () => void; close: () => void }) {
  const [keyType, setType] = useState("EC");
  const [made, setMade] = useState<Schemas["IssuedCertificate"]>();
  const changing = useChange();
  const issue = async (force: boolean) => {
    const asked = { params: { chargePointId: id }, query: force ? { force } : {} };
    setMade(await changing.make<Schemas["IssuedCertificate"]>("POST", PATH, asked, { keyType }));
    changed();
  };
  const submit = (event: Event) => {
    event.preventDefault();
    void issue(false);
  };
  const name = id.replace(/[^\w.-]/g, "_");
  return (
    <Dialog title={made ? `A certificate for ${id}` : "Issue a certificate for an installer"} close={close}>
      {made ? (
        <>
          <p>Save both files now, and bring them to the charge point: its key is kept nowhere, and not shown again.</p>
          <footer>
            <button class="primary" onClick={() => download(`${name}.key`, PEM, made.privateKey ?? "")}>
              Save its key
            </button>
            <button class="primary" onClick={() => download(`${name}.pem`, PEM, made.chain)}>
              Save the certificate with its issuers
            </button>
          </footer>
        </>
      ) : (
        <form onSubmit={submit}>
          <p>The CSMS makes a key and signs a certificate for it. Better the charge point makes its own key: have it renew, where it can.</p>
          <label>
            Key
            <select value={keyType} onChange={(event) => setType(event.currentTarget.value)}>
              <option value="EC">Elliptic curve</option>
              <option value="RSA">RSA</option>
            </select>
            <small>Elliptic curves are quicker; old charge points may only know RSA.</small>
          </label>
          {changing.problem && <Failure problem={changing.problem} />}
          <footer>
            <button type="button" onClick={close}>
              Leave it
            </button>
            {changing.problem?.status === 409 && (
              <button type="button" class="danger" disabled={changing.busy} onClick={() => void issue(true)}>
                Issue it all the same
              </button>
            )}
            <button class="primary" disabled={changing.busy}>
              {changing.busy ? "Making it…" : "Issue it"}
            </button>
          </footer>
        </form>
      )}
    </Dialog>
  );
}
