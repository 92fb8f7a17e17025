import { useEffect, useState } from "preact/hooks";

/** Tells what was typed once the typing pauses. */
export function Search({ label, value, change }: { label: string; value: string; change: (text: string) => void }) {
  const [text, type] = useState(value);
  useEffect(() => type(value), [value]);
  useEffect(() => {
    if (text === value) return undefined;
    const timer = setTimeout(() => change(text), 250);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <input
      type="search"
      class="search"
      placeholder={label}
      aria-label={label}
      value={text}
      onInput={(event) => type(event.currentTarget.value)}
    />
  );
}
