// What an operator has changed and not saved yet: nothing is lost until it is.
import { useState } from "preact/hooks";
import { useChange } from "../../../api/change.ts";
import type { Change } from "../../../api/change.ts";
import type { ChargePoint, Schemas } from "../../../api/types.ts";
import { WITH_PASSWORD } from "../../fleet/profile.tsx";

export type Settings = Schemas["ChargePointChange"];

export interface Draft {
  change: Settings;
  changed: boolean;
  set: (more: Settings) => void;
  /** Whether saving closes its connection. */
  disconnects: boolean;
  saving: Change;
  save: () => Promise<boolean>;
  /** Goes by how things stand now, and keeps what was changed. */
  anew: () => void;
  drop: () => void;
}

export function useDraft(chargePoint: ChargePoint, etag: string | null): Draft {
  const [change, setChange] = useState<Settings>({});
  const [version, setVersion] = useState<string | null>(null);
  const saving = useChange();
  const held = chargePoint as unknown as Record<string, unknown>;
  const passwords = WITH_PASSWORD.includes(change.securityProfile ?? chargePoint.securityProfile);
  const counts = ([name, value]: [string, unknown]) => (name === "password" ? passwords && value !== "" : (held[name] ?? null) !== value);
  const differing = Object.entries(change).filter(counts);
  const body = Object.fromEntries(differing) as Settings;
  const drop = () => {
    setChange({});
    setVersion(null);
    saving.forget();
  };
  const save = async () => {
    const headers: Record<string, string> = version ? { "If-Match": version } : {};
    const path = "/charge-points/{chargePointId}";
    const done = await saving.make("PATCH", path, { params: { chargePointId: chargePoint.id } }, body, headers);
    if (done) drop();
    return done !== undefined;
  };
  return {
    change,
    changed: differing.length > 0,
    set: (more) => {
      setVersion((before) => before ?? etag);
      setChange((before) => ({ ...before, ...more }));
    },
    disconnects: chargePoint.connected && ["securityProfile", "password", "serialNumber"].some((name) => name in body),
    saving,
    save,
    anew: () => {
      setVersion(etag);
      saving.forget();
    },
    drop,
  };
}
