// Provisioning a charge point, and what to tell whoever configures it.
import { useState } from "preact/hooks";
import { send } from "../../api/client.ts";
import type { ApiProblem } from "../../api/client.ts";
import { asProblem } from "../../api/live.ts";
import { useOperator } from "../../auth/roles.ts";
import { Copy } from "../../parts/copy.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { Failure } from "../../parts/said.tsx";
import { newPassword, ProfileChoice, WITH_PASSWORD } from "./profile.tsx";

/** Where a charge point is to be pointed to; with a profile, only what fits that. */
export function Where({ id, profile }: { id: string | undefined; profile?: number }) {
  const { chargePointUrls } = useOperator().configuration;
  const fit = chargePointUrls.filter((url) => profile === undefined || url.startsWith("wss:") === profile >= 2);
  return (
    <div class="where">
      <p>Point your charge point to {fit.length > 1 ? "one of these addresses" : "this address"}, OCPP 1.6-J:</p>
      {fit.map((url) => (
        <Copy key={url} text={id ? url.replace("{id}", encodeURIComponent(id)) : url} what="the address" />
      ))}
      {id && profile !== undefined && WITH_PASSWORD.includes(profile) && (
        <>
          <p>User, beside the password that was set for it (basic authentication):</p>
          <Copy text={id} what="the user" />
        </>
      )}
      {!id && <p class="faint">{"{id}"} is its identity; some charge points add it by themselves.</p>}
    </div>
  );
}

export function Credentials({ id, password, profile }: { id: string; password: string | undefined; profile: number }) {
  return (
    <>
      <Where id={id} profile={profile} />
      {password && (
        <div class="where">
          <p>Its password, which is not shown again:</p>
          <Copy text={password} what="the password" />
        </div>
      )}
    </>
  );
}

export function AddChargePoint({ close }: { close: () => void }) {
  const [id, setId] = useState("");
  const [profile, setProfile] = useState(2);
  const [serialNumber, setSerial] = useState("");
  const [made, setMade] = useState<{ password: string | undefined }>();
  const [problem, setProblem] = useState<ApiProblem>();
  const create = async (event: Event) => {
    event.preventDefault();
    const password = WITH_PASSWORD.includes(profile) ? newPassword() : undefined;
    const serial = serialNumber ? { serialNumber } : {};
    try {
      await send("POST", "/charge-points", {}, { id, securityProfile: profile, ...serial, ...(password ? { password } : {}) });
      setMade({ password });
    } catch (error) {
      setProblem(asProblem(error));
    }
  };
  return (
    <Dialog title={made ? `${id} is provisioned` : "Add a charge point"} close={close}>
      {made ? (
        <Credentials id={id} password={made.password} profile={profile} />
      ) : (
        <form onSubmit={(event) => void create(event)}>
          <label>
            Identity
            <input required maxLength={48} value={id} onInput={(event) => setId(event.currentTarget.value)} />
            <small>The last part of the address that it connects to.</small>
          </label>
          <ProfileChoice value={profile} change={setProfile} />
          {profile === 3 && (
            <label>
              Serial number
              <input required value={serialNumber} onInput={(event) => setSerial(event.currentTarget.value)} />
              <small>As its certificate has it.</small>
            </label>
          )}
          {problem && <Failure problem={problem} />}
          <footer>
            <button type="button" onClick={close}>
              Leave it
            </button>
            <button class="primary">Add</button>
          </footer>
        </form>
      )}
    </Dialog>
  );
}
