// Times: how long ago, and on request exactly, in the time zone that was chosen: see preferences.ts.
import { useEffect, useState } from "preact/hooks";
import { preferred } from "./preferences.ts";

interface Formats {
  exact: Intl.DateTimeFormat;
  clock: Intl.DateTimeFormat;
  day: Intl.DateTimeFormat;
}

const LOCAL = formats(undefined);
const UTC = formats("UTC");

function formats(timeZone: string | undefined): Formats {
  return {
    exact: new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "long", timeZone }),
    clock: new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", second: "2-digit", hour12: false, timeZone }),
    day: new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeZone }),
  };
}

function own(): Formats {
  return preferred("zone") === "UTC" ? UTC : LOCAL;
}

/** Behind a time that stands alone; the browser's own zone goes without saying. */
export function zoneMark(): string {
  return preferred("zone") === "UTC" ? " UTC" : "";
}

/** For an input of a time in the chosen zone: 2026-06-01T12:00. */
export function typedFrom(at: string): string {
  const shift = preferred("zone") === "UTC" ? 0 : new Date(at).getTimezoneOffset() * 60_000;
  return new Date(Date.parse(at) - shift).toISOString().slice(0, 16);
}

export function typedTo(typed: string): string {
  return new Date(preferred("zone") === "UTC" ? `${typed}Z` : typed).toISOString();
}

export function useNow(seconds = 1): number {
  const [now, set] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => set(Date.now()), seconds * 1000);
    return () => clearInterval(timer);
  }, [seconds]);
  return now;
}

export function duration(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return `${hours} h ${minutes % 60} min`;
  return `${Math.floor(hours / 24)} days`;
}

export function exactly(at: string): string {
  return own().exact.format(new Date(at));
}

export function clock(at: string): string {
  return own().clock.format(new Date(at));
}

export function day(at: string): string {
  return own().day.format(new Date(at));
}

export function Ago({ at }: { at: string | undefined }) {
  const now = useNow(5);
  if (!at) return <span class="faint">never</span>;
  return (
    <time dateTime={at} title={exactly(at)}>
      {now - Date.parse(at) < 5_000 ? "just now" : `${duration(now - Date.parse(at))} ago`}
    </time>
  );
}

export function At({ at }: { at: string }) {
  return (
    <time dateTime={at} title={exactly(at)}>
      {day(at)}, {clock(at)}
      {zoneMark()}
    </time>
  );
}
