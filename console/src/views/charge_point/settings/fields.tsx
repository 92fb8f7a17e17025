// Registration, and what the CSMS does for it on its own.
import type { ChargePoint } from "../../../api/types.ts";
import { Facts } from "../../../parts/facts.tsx";
import type { Draft, Settings } from "./draft.ts";

export interface Given {
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

export function Registration({ chargePoint, draft, locked }: Given) {
  const registration = draft.change.registration ?? chargePoint.registration;
  const interval = draft.change.interval === null ? undefined : (draft.change.interval ?? chargePoint.interval);
  if (locked) {
    return (
      <Facts
        facts={{
          Registration: chargePoint.registration,
          "It was told": chargePoint.registrationTold,
          "Heartbeat interval": interval === undefined ? "chosen by the CSMS" : `${interval} s`,
        }}
      />
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
