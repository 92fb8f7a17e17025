// Security profiles, and a password for those that have one.
import type { ComponentChildren } from "preact";

export const PROFILES = [
  "0: no password, no TLS",
  "1: password, no TLS",
  "2: password and TLS",
  "3: client certificate and TLS",
];
export const WITH_PASSWORD = [1, 2];
const LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789";

interface Given {
  value: number;
  change: (profile: number) => void;
  children?: ComponentChildren;
}

export function ProfileChoice({ value, change, children }: Given) {
  return (
    <label>
      Security profile
      <select value={value} onChange={(event) => change(Number(event.currentTarget.value))}>
        {PROFILES.map((name, number) => (
          <option key={name} value={number}>
            {name}
          </option>
        ))}
      </select>
      {children}
    </label>
  );
}

export function newPassword(): string {
  const chosen = crypto.getRandomValues(new Uint32Array(20));
  return [...chosen].map((each) => LETTERS[each % LETTERS.length]).join("");
}
