// Which view the address names, and the filters that are kept in it.
import { useEffect, useState } from "preact/hooks";

const BASE = "/console";
const CHANGED = "console:address";

export interface Address {
  steps: string[];
  query: URLSearchParams;
}

function current(): Address {
  const steps = location.pathname.slice(BASE.length).split("/").filter(Boolean);
  return { steps: steps.map(decoded), query: new URLSearchParams(location.search) };
}

function decoded(step: string): string {
  try {
    return decodeURIComponent(step);
  } catch {
    return step;
  }
}

export function addressOf(...steps: string[]): string {
  return [BASE, ...steps.map(encodeURIComponent)].join("/");
}

export function go(address: string, { replace = false } = {}): void {
  if (replace) history.replaceState(null, "", address);
  else history.pushState(null, "", address);
  dispatchEvent(new Event(CHANGED));
}

export function useAddress(): Address {
  const [address, set] = useState(current);
  useEffect(() => {
    const changed = () => set(current());
    addEventListener("popstate", changed);
    addEventListener(CHANGED, changed);
    return () => {
      removeEventListener("popstate", changed);
      removeEventListener(CHANGED, changed);
    };
  }, []);
  return address;
}

/** Keeps filters in the address; empty ones are left out. */
export function filter(changes: Record<string, string | null>): void {
  const query = new URLSearchParams(location.search);
  for (const [name, value] of Object.entries(changes)) {
    if (value) query.set(name, value);
    else query.delete(name);
  }
  const text = query.toString();
  go(location.pathname + (text ? `?${text}` : ""), { replace: true });
}

/** For clicks on links of ours: the page stays, but a modifier key does what it always does. */
export function follow(event: MouseEvent): void {
  const link = event.currentTarget as HTMLAnchorElement;
  if (event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  go(link.pathname + link.search);
  scrollTo(0, 0);
}
