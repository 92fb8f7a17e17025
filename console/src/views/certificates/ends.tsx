// When something ends, and how urgent that is.
import { howMany } from "../../parts/how_many.ts";
import { Badge } from "../../parts/status.tsx";
import type { Tone } from "../../parts/status.tsx";
import { day, exactly, useNow } from "../../parts/time.tsx";

export const SOON = 30; // days
const DAY = 86_400_000;

export function daysLeft(at: string, now: number): number {
  return Math.floor((Date.parse(at) - now) / DAY);
}

export function Ends({ at, over }: { at: string | undefined; over?: string | undefined }) {
  const now = useNow(60);
  if (!at) return <span class="faint">not known</span>;
  const days = daysLeft(at, now);
  const tone: Tone = over || days < 0 ? "bad" : days <= SOON ? "wait" : "good";
  return (
    <span class="two">
      <Badge tone={over ? "off" : tone}>{over ?? inWords(days)}</Badge>
      <small>
        <time dateTime={at} title={exactly(at)}>
          {day(at)}
        </time>
      </small>
    </span>
  );
}

function inWords(days: number): string {
  if (days < 0) return days === -1 ? "Ended today or yesterday" : `Ended ${-days} days ago`;
  if (days === 0) return "Ends within a day";
  return days <= 365 ? `${howMany(days, "day")} left` : `${(days / 365).toFixed(1)} years left`;
}
