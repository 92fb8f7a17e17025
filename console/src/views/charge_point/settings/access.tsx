// How it has to connect.
import { Facts } from "../../../parts/facts.tsx";
import { newPassword, ProfileChoice, PROFILES, WITH_PASSWORD } from "../../fleet/profile.tsx";
import type { Given } from "./fields.tsx";

export function Access({ chargePoint, draft, locked }: Given) {
  const profile = draft.change.securityProfile ?? chargePoint.securityProfile;
  const serial = draft.change.serialNumber ?? (draft.change.serialNumber === null ? "" : chargePoint.serialNumber) ?? "";
  if (locked) {
    return (
      <Facts
        facts={{
          "Security profile": PROFILES[profile],
          Password: chargePoint.hasPassword ? "set, and never shown" : "none",
          "Serial number": chargePoint.serialNumber,
        }}
      />
    );
  }
  return (
    <>
      <ProfileChoice value={profile} change={(securityProfile) => draft.set({ securityProfile })}>
        <small>
          As it has to come from now on; it has to be told so itself. csms charge-points raise does both, step by step.
          {chargePoint.pendingSecurityProfile !== undefined && ` It was told to rise to ${chargePoint.pendingSecurityProfile}, and may come by both.`}
        </small>
      </ProfileChoice>
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
