// Whether somebody waits for an answer: for a first one, or for what comes of a change; not polls.
import { useEffect, useState } from "preact/hooks";

const NOTICED = 300; // milliseconds
const CHANGED = "console:waiting";

let slow = 0;

export async function waitedFor<T>(asking: Promise<T>): Promise<T> {
  let counted = false;
  const timer = setTimeout(() => {
    counted = true;
    count(1);
  }, NOTICED);
  try {
    return await asking;
  } finally {
    clearTimeout(timer);
    if (counted) count(-1);
  }
}

function count(change: number): void {
  slow += change;
  dispatchEvent(new Event(CHANGED));
}

export function useWaiting(): boolean {
  const [waiting, set] = useState(slow > 0);
  useEffect(() => {
    const changed = () => set(slow > 0);
    addEventListener(CHANGED, changed);
    return () => removeEventListener(CHANGED, changed);
  }, []);
  return waiting;
}
