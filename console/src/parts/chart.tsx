// Curves over time, by uPlot; with a summary in words for whoever does not see them.
import { useEffect, useRef } from "preact/hooks";
import uPlot from "uplot";
import { useLook } from "./theme.ts";
import { clock } from "./time.tsx";

export interface Curve {
  name: string;
  unit: string;
  /** A custom property of the theme. */
  colour: string;
  values: (number | null)[];
}

const HEIGHT = 220;

export function Chart({ times, curves, told }: { times: number[]; curves: Curve[]; told: string }) {
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | undefined>(undefined);
  const look = useLook();
  const data = [times, ...curves.map((curve) => curve.values)] as uPlot.AlignedData;
  useEffect(() => {
    const element = place.current;
    if (!element) return undefined;
    const made = new uPlot(options(element, curves), data, element);
    plot.current = made;
    const sizes = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height: HEIGHT }));
    sizes.observe(element);
    return () => {
      sizes.disconnect();
      made.destroy();
    };
  }, [look, curves.map((curve) => curve.name + curve.unit).join()]);
  useEffect(() => plot.current?.setData(data), [times, ...curves.map((curve) => curve.values)]);
  return (
    <figure class="chart">
      <figcaption>
        {curves.map((curve) => (
          <span key={curve.name} class={`key ${curve.colour}`}>
            {curve.name}, {curve.unit}
          </span>
        ))}
      </figcaption>
      <div ref={place} role="img" aria-label={told} />
    </figure>
  );
}

function options(element: HTMLElement, curves: Curve[]): uPlot.Options {
  const themed = getComputedStyle(element);
  const colour = (name: string) => themed.getPropertyValue(`--${name}`).trim();
  const axis = {
    stroke: colour("faint"),
    grid: { stroke: colour("line"), width: 1 },
    ticks: { stroke: colour("line"), width: 1 },
    font: "12px system-ui, sans-serif",
  };
  return {
    width: element.clientWidth,
    height: HEIGHT,
    legend: { show: false },
    cursor: { y: false },
    scales: Object.fromEntries([
      ["x", { time: true }],
      ...curves.map((curve) => [curve.unit, { range: (_: uPlot, low: number, high: number) => [Math.min(0, low), high * 1.1 || 1] }]),
    ]) as uPlot.Scales,
    axes: [
      { ...axis, space: 90, values: (_, moments) => moments.map((at) => clock(new Date(at * 1000).toISOString())) },
      ...curves.map((curve, number) => ({ ...axis, scale: curve.unit, side: number ? 1 : 3, size: 56, grid: { ...axis.grid, show: !number } })),
    ] as uPlot.Axis[],
    series: [
      {},
      ...curves.map((curve) => ({
        label: curve.name,
        scale: curve.unit,
        stroke: colour(curve.colour),
        width: 2,
        spanGaps: true,
        points: { show: false },
      })),
    ],
  };
}
