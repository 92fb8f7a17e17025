import type { ComponentChildren } from "preact";

interface Given {
  value: string;
  change: (address: string) => void;
  /** What is to be said of it. */
  children: ComponentChildren;
}

/** Where firmware lies, for charge points that fetch it there. */
export function AddressField({ value, change, children }: Given) {
  return (
    <label>
      Address
      <input
        required
        pattern="(https?|ftps?|sftp)://.+"
        title="https://…, http://…, ftp://…, ftps://… or sftp://…"
        placeholder="https://"
        value={value}
        onInput={(event) => change(event.currentTarget.value)}
      />
      <small>{children}</small>
    </label>
  );
}
