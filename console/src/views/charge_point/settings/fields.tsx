// What is set for a charge point, group by group.
import { Fact } from "../overview.tsx";
import type { ChargePoint } from "../../../api/types.ts";
import { newPassword, PROFILES } from "../../fleet/adding.tsx";
import { WITH_PASSWORD } from "./draft.ts";
import type { Draft, Settings } from "./draft.ts";

interface Given {
  chargePoint: ChargePoint;
  draft: Draft;
  /** Viewers only look. */
  locked: boolean;
}

const REGISTRATIONS = {
  Accepted: "It works as it should.",
  Pending: "It has to wait: it may not charge, but can be configured.",
  Rejected: "It is not talked to, and tries again after a while.",
} as const;

const AUTOMATISMS: [keyof Settings & keyof ChargePoint, string, string][] = [
  ["configurationAfterBoot", "Read its configuration after a boot", "All keys, so that what is shown here is fresh."],
  ["profilesAfterBoot", "Give it its charging profiles again after a boot", "Those for the whole and for every transaction, for charge points that forget them."],
  ["statusAfterReconnect", "Ask for its states after it was away", "Where it is connected again without a boot."],
  ["localListInStep", "Keep its local list in step", "Changed id tags leave by themselves."],
  ["certificateRenewal", "Renew its certificate in time", "After two thirds of its life."],
];

export function Access({ chargePoint, draft, locked }: Given) {
  const profile = draft.change.securityProfile ?? chargePoint.securityProfile;
  const serial = draft.change.serialNumber ?? (draft.change.serialNumber === null ? "" : chargePoint.serialNumber) ?? "";
  if (locked) {
    return (
      <dl class="facts">
        <Fact name="Security profile" value={PROFILES[profile]} />
        <Fact name="Password" value={chargePoint.hasPassword ? "set, and never shown" : "none"} />
        <Fact name="Serial number" value={chargePoint.serialNumber} />
      </dl>
    );
  }
  return (
    <>
      <label>
        Security profile
        <select value={profile} onChange={(event) => draft.set({ securityProfile: Number(event.currentTarget.value) })}>
          {PROFILES.map((name, number) => (
            <option key={name} value={number}>
              {name}
            </option>
          ))}
        </select>
        <small>
          As it has to come from now on; it has to be told so itself. csms charge-points raise does both, step by step.
          {chargePoint.pendingSecurityProfile !== undefined && ` It was told to rise to ${chargePoint.pendingSecurityProfile}, and may come by both.`}
        </small>
      </label>
      {WITH_PASSWORD.includes(profile) && (
        <div class="labelled">
          <label for="new-password">{chargePoint.hasPassword ? "Another password" : "Password"}</label>
          <span class="copy">
            <input
              id="new-password"
              autocomplete="off"
              maxLength={40}
              placeholder={chargePoint.hasPassword ? "as it is" : ""}
              value={draft.change.password ?? ""}
              onInput={(event) => draft.set({ password: event.currentTarget.value })}
            />
            <button type="button" class="small" onClick={() => draft.set({ password: newPassword() })}>
              Make one
            </button>
          </span>
          <small>16 to 20 characters, or 32 to 40 hex digits. It is not shown again once it is saved.</small>
        </div>
      )}
      <label>
        Serial number
        <input
          maxLength={25}
          required={profile === 3}
          value={serial}
          onInput={(event) => draft.set({ serialNumber: event.currentTarget.value || null })}
        />
        <small>As its certificate has it; security profile 3 needs it.</small>
      </label>
    </>
  );
}

export function Registration({ chargePoint, draft, locked }: Given) {
  const registration = draft.change.registration ?? chargePoint.registration;
  const interval = draft.change.interval === null ? undefined : (draft.change.interval ?? chargePoint.interval);
  if (locked) {
    return (
      <dl class="facts">
        <Fact name="Registration" value={chargePoint.registration} />
        <Fact name="It was told" value={chargePoint.registrationTold} />
        <Fact name="Heartbeat interval" value={interval === undefined ? "chosen by the CSMS" : `${interval} s`} />
      </dl>
    );
  }
  return (
    <>
      <label>
        Registration
        <select value={registration} onChange={(event) => draft.set({ registration: event.currentTarget.value as keyof typeof REGISTRATIONS })}>
          {Object.keys(REGISTRATIONS).map((each) => (
            <option key={each}>{each}</option>
          ))}
        </select>
        <small>
          {REGISTRATIONS[registration]}
          {chargePoint.registrationTold && chargePoint.registrationTold !== chargePoint.registration && ` It was last told ${chargePoint.registrationTold}, and hears of the change when it boots next.`}
        </small>
      </label>
      <label>
        Heartbeat interval
        <input
          type="number"
          min={1}
          placeholder="chosen by the CSMS"
          value={interval ?? ""}
          onInput={(event) => draft.set({ interval: event.currentTarget.value ? event.currentTarget.valueAsNumber : null })}
        />
        <small>Seconds, as BootNotification is answered. Empty: the CSMS chooses one that keeps the connection open.</small>
      </label>
    </>
  );
}

export function Automatisms({ chargePoint, draft, locked }: Given) {
  const distance = draft.change.automaticDistance === null ? undefined : (draft.change.automaticDistance ?? chargePoint.automaticDistance);
  return (
    <>
      {AUTOMATISMS.map(([name, does, told]) => (
        <label class="check" key={name}>
          <input
            type="checkbox"
            disabled={locked}
            checked={(draft.change[name] ?? chargePoint[name]) === true}
            onChange={(event) => draft.set({ [name]: event.currentTarget.checked })}
          />
          <span>
            {does} <small>{told}</small>
          </span>
        </label>
      ))}
      {!locked && (
        <label>
          At least so many seconds apart
          <input
            type="number"
            min={1}
            max={86400}
            placeholder="900"
            value={distance ?? ""}
            onInput={(event) => draft.set({ automaticDistance: event.currentTarget.value ? event.currentTarget.valueAsNumber : null })}
          />
          <small>Between two times of the same; 900 if nothing is set.</small>
        </label>
      )}
    </>
  );
}
