// Times: how long ago, and on request exactly, in the time zone that was chosen: see preferences.ts.
import { useEffect, useState } from "preact/hooks";
import { preferred } from "./preferences.ts";

interface Formats {
  exact: Intl.DateTimeFormat;
  clock: Intl.DateTimeFormat;
  minute: Intl.DateTimeFormat;
  date: Intl.DateTimeFormat;
  day: Intl.DateTimeFormat;
}

const LOCAL = formats(undefined);
const UTC = formats("UTC");

function formats(timeZone: string | undefined): Formats {
  return {
    exact: new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "long", timeZone }),
    clock: new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", second: "2-digit", hour12: false, timeZone }),
    minute: new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", hour12: false, timeZone }),
    date: new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short", timeZone }),
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

/** As short as a list needs it: the day only where it is not today, and no seconds. */
export function Short({ at }: { at: string }) {
  const moment = new Date(at);
  const now = new Date();
  const formats = own();
  const today = formats.day.format(moment) === formats.day.format(now);
  const dated = moment.getFullYear() === now.getFullYear() ? formats.date : formats.day;
  return (
    <time dateTime={at} title={exactly(at)}>
      {today ? "Today" : dated.format(moment)}, {formats.minute.format(moment)}
      {zoneMark()}
    </time>
  );
}

/** As an input of the type datetime-local has it, in the chosen time zone: 2026-06-01T12:00:00. */
export function toLocal(at: string | undefined): string {
  const moment = new Date(at ?? "");
  if (Number.isNaN(moment.getTime())) return "";
  const shift = preferred("zone") === "UTC" ? 0 : moment.getTimezoneOffset() * 60_000;
  return new Date(moment.getTime() - shift).toISOString().slice(0, 19);
}

export function fromLocal(text: string): string | undefined {
  const moment = new Date(text && preferred("zone") === "UTC" ? `${text}Z` : text);
  return text && !Number.isNaN(moment.getTime()) ? moment.toISOString() : undefined;
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
