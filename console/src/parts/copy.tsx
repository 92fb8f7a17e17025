import { useRef, useState } from "preact/hooks";

/** Text to take elsewhere, with a button that copies it. */
export function Copy({ text, what }: { text: string; what: string }) {
  const shown = useRef<HTMLElement>(null);
  const [said, say] = useState("Copy");
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      say("Copied");
    } catch {
      // without TLS, or where it is not allowed, a page may only select it
      if (shown.current) getSelection()?.selectAllChildren(shown.current);
      say("Press Ctrl+C");
    }
    setTimeout(() => say("Copy"), 3000);
  };
  return (
    <span class="copy">
      <code ref={shown}>{text}</code>
      <button class="small" onClick={() => void copy()} aria-label={said === "Copy" ? `Copy ${what}` : said}>
        {said}
      </button>
    </span>
  );
}
