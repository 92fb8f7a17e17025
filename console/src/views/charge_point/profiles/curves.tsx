// Schedules drawn as steps over time.
import { Chart } from "../../../parts/chart.tsx";
import { pointsOf, together } from "./schedule.ts";
import type { Profile, Span } from "./schedule.ts";

export const COLOURS = ["busy", "good", "wait", "bad", "off"];

export interface Drawn {
  name: string;
  profile: Profile;
  /** Seconds: what a relative one counts from. */
  began: number;
  strong?: boolean;
}

export function Schedules({ drawn, span, now }: { drawn: Drawn[]; span: Span; now: number }) {
  const { times, values } = together(drawn.map((each) => pointsOf(each.profile, span, each.began)));
  if (times.length < 2) return null;
  const unitOf = (each: Drawn) => each.profile.chargingSchedule.chargingRateUnit;
  const said = drawn.map((each, place) => {
    const told = (values[place] ?? []).filter((value) => value !== null);
    if (!told.length) return `${each.name}: nothing in this time`;
    const [least, most] = [Math.min(...told), Math.max(...told)];
    return `${each.name}: ${least === most ? "" : `${least} to `}${most} ${unitOf(each)}`;
  });
  return (
    <Chart
      times={times}
      mark={now}
      told={`Limits over time. ${said.join("; ")}.`}
      curves={drawn.map((each, place) => ({
        name: each.name,
        unit: unitOf(each),
        colour: each.strong ? "text" : (COLOURS[place % COLOURS.length] ?? "busy"),
        values: values[place] ?? [],
        stepped: true,
        strong: each.strong ?? false,
      }))}
    />
  );
}
