// Keys that lead somewhere: one for help, one for the search, two for a view.
import { useEffect } from "preact/hooks";
import type { Role } from "../api/types.ts";
import { useOperator } from "../auth/roles.ts";
import { Dialog } from "../parts/dialog.tsx";
import { prefer, preferred } from "../parts/preferences.ts";
import { addressOf, go } from "../router.ts";
import type { View } from "../views/views.tsx";
import { grouped } from "./navigation.tsx";

const SECOND = 1500; // milliseconds within which the letter follows the g
const SEARCH = "main input[type=search]";

/** To each view the first letter of its name that no view before it has. */
export function letters(role: Role): Map<string, View> {
  const given = new Map<string, View>();
  for (const view of grouped(role).flatMap(({ views }) => views)) {
    const letter = [...view.name.toLowerCase()].find((each) => /[a-z]/.test(each) && !given.has(each));
    if (letter) given.set(letter, view);
  }
  return given;
}

export function useShortcuts(help: () => void): void {
  const { role } = useOperator();
  useEffect(() => {
    let since = -SECOND;
    const pressed = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      if (preferred("keys") === "off" || typing(event.target) || document.querySelector("dialog[open]")) return;
      const follows = event.timeStamp - since < SECOND;
      since = -SECOND;
      if (follows) {
        const view = letters(role).get(event.key.toLowerCase());
        if (view) go(addressOf(view.step));
      } else if (event.key === "g") {
        since = event.timeStamp;
      } else if (event.key === "?") {
        help();
      } else if (event.key === "/") {
        event.preventDefault();
        document.querySelector<HTMLInputElement>(SEARCH)?.focus();
      }
    };
    addEventListener("keydown", pressed);
    return () => removeEventListener("keydown", pressed);
  }, [help, role]);
}

function typing(target: EventTarget | null): boolean {
  return target instanceof Element && target.matches("input:not([type=checkbox]), select, textarea, [contenteditable]");
}

export function Shortcuts({ close }: { close: () => void }) {
  const { role } = useOperator();
  const rows: [string[], string][] = [
    [["?"], "This list"],
    [["/"], "Search in this view"],
    [["Esc"], "Close a dialog, leave the full screen"],
    ...[...letters(role)].map(([letter, view]): [string[], string] => [["g", letter], view.name]),
  ];
  return (
    <Dialog title="Keyboard" close={close}>
      <dl class="shortcuts">
        {rows.map(([keys, does]) => (
          <div key={does}>
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <label class="inline">
        <input
          type="checkbox"
          checked={preferred("keys") === "on"}
          onChange={(event) => prefer("keys", event.currentTarget.checked ? "on" : "off")}
        />
        Single letters are shortcuts
      </label>
    </Dialog>
  );
}
