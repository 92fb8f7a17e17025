// How this browser shows things: theme, time zone, units.
import { Dialog } from "../parts/dialog.tsx";
import { CHOICES, prefer, preferred } from "../parts/preferences.ts";
import type { Choice } from "../parts/preferences.ts";
import { applyTheme } from "../parts/theme.ts";

const HERE = new Intl.DateTimeFormat().resolvedOptions().timeZone;

type Shown = "theme" | "zone" | "energy";

const NAMES: Record<Shown, string> = { theme: "Theme", zone: "Times", energy: "Energy" };
const WORDS: { [N in Shown]: Record<Choice<N>, string> } = {
  theme: { system: "As the system", light: "Light", dark: "Dark" },
  zone: { local: `Here (${HERE})`, UTC: "UTC" },
  energy: { fitting: "Wh, then kWh", kWh: "kWh", Wh: "Wh" },
};

export function Display({ close }: { close: () => void }) {
  return (
    <Dialog title="Display" close={close}>
      <Choose name="theme" />
      <Choose name="zone" />
      <Choose name="energy" />
      <p class="faint">It is kept in this browser.</p>
    </Dialog>
  );
}

function Choose<N extends Shown>({ name }: { name: N }) {
  const choose = (choice: Choice<N>) => {
    prefer(name, choice);
    applyTheme();
  };
  return (
    <fieldset>
      <legend>{NAMES[name]}</legend>
      {(CHOICES[name] as readonly Choice<N>[]).map((choice) => (
        <label class="inline" key={choice}>
          <input type="radio" name={name} checked={preferred(name) === choice} onChange={() => choose(choice)} />
          {WORDS[name][choice]}
        </label>
      ))}
    </fieldset>
  );
}
