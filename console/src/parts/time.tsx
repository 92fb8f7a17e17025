// Times: how long ago, and on request exactly, in the operator's time zone.
import { useEffect, useState } from "preact/hooks";

const EXACT = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "long" });
const CLOCK = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", second: "2-digit", hour12: false });
const DAY = new Intl.DateTimeFormat(undefined, { dateStyle: "medium" });

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
  return EXACT.format(new Date(at));
}

export function clock(at: string): string {
  return CLOCK.format(new Date(at));
}

export function day(at: string): string {
  return DAY.format(new Date(at));
}

/** As an input of the type datetime-local has it, in the operator's time zone. */
export function toLocal(at: string | undefined): string {
  const moment = new Date(at ?? "");
  if (Number.isNaN(moment.getTime())) return "";
  return new Date(moment.getTime() - moment.getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
}

export function fromLocal(text: string): string | undefined {
  const moment = new Date(text);
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
    </time>
  );
}
