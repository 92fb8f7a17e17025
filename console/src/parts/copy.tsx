import { useState } from "preact/hooks";

/** Text to take elsewhere, with a button that copies it. */
export function Copy({ text, what }: { text: string; what: string }) {
  const [done, set] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    set(true);
    setTimeout(() => set(false), 2000);
  };
  return (
    <span class="copy">
      <code>{text}</code>
      <button class="small" onClick={() => void copy()} aria-label={`Copy ${what}`}>
        {done ? "Copied" : "Copy"}
      </button>
    </span>
  );
}
