// A field that offers what begins as one types; it tells what is chosen, entered, or left in it.
import { useEffect, useId, useState } from "preact/hooks";

const PAUSE = 200; // milliseconds

interface Given {
  label: string;
  value: string;
  offer: (typed: string) => Promise<string[]>;
  change: (value: string) => void;
}

export function Pick({ label, value, offer, change }: Given) {
  const id = useId();
  const [text, type] = useState(value);
  const [offers, show] = useState<string[]>([]);
  useEffect(() => type(value), [value]);
  useEffect(() => {
    if (!text || text === value) return undefined;
    let over = false;
    const timer = setTimeout(() => {
      void offer(text).then(
        (found) => over || show(found),
        () => undefined, // it is an offer, and no more
      );
    }, PAUSE);
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [text]);
  const typed = (event: InputEvent) => {
    const now = (event.currentTarget as HTMLInputElement).value;
    type(now);
    if (!now || (offers.includes(now) && event.inputType !== "insertText")) change(now);
  };
  return (
    <>
      <input
        type="search"
        class="search"
        placeholder={label}
        aria-label={label}
        autocomplete="off"
        list={id}
        value={text}
        onInput={typed}
        onChange={(event) => change(event.currentTarget.value.trim())}
      />
      <datalist id={id}>
        {offers.map((each) => (
          <option key={each} value={each} />
        ))}
      </datalist>
    </>
  );
}
