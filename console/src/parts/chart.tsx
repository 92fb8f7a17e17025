// Curves over time, by uPlot; with a summary in words for whoever does not see them.
import { useEffect, useRef } from "preact/hooks";
import uPlot from "uplot";
import { useLook } from "./theme.ts";
import { clock, day } from "./time.tsx";

export interface Curve {
  name: string;
  unit: string;
  /** A custom property of the theme. */
  colour: string;
  values: (number | null)[];
  /** A value holds until the next one; null ends it. */
  stepped?: boolean;
  /** Drawn stronger than the others. */
  strong?: boolean;
}

interface Given {
  times: number[];
  curves: Curve[];
  told: string;
  /** Seconds: a line down the chart. */
  mark?: number;
}

const HEIGHT = 220;
const HOUR = 3600; // seconds

export function Chart({ times, curves, told, mark }: Given) {
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | undefined>(undefined);
  const look = useLook();
  const data = [times, ...curves.map((curve) => curve.values)] as uPlot.AlignedData;
  useEffect(() => {
    const element = place.current;
    if (!element) return undefined;
    const made = new uPlot(options(element, curves, mark), data, element);
    plot.current = made;
    const sizes = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height: HEIGHT }));
    sizes.observe(element);
    return () => {
      sizes.disconnect();
      made.destroy();
    };
  }, [look, mark, curves.map((curve) => `${curve.name} ${curve.unit} ${curve.colour}`).join()]);
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

function labels(moments: number[]): string[] {
  const span = (moments.at(-1) ?? 0) - (moments[0] ?? 0);
  return moments.map((at) => {
    const iso = new Date(at * 1000).toISOString();
    if (span > 36 * HOUR) return day(iso);
    return span > 3 * HOUR ? clock(iso).slice(0, "00:00".length) : clock(iso);
  });
}

function options(element: HTMLElement, curves: Curve[], mark: number | undefined): uPlot.Options {
  const themed = getComputedStyle(element);
  const colour = (name: string) => themed.getPropertyValue(`--${name}`).trim();
  const axis = {
    stroke: colour("faint"),
    grid: { stroke: colour("line"), width: 1 },
    ticks: { stroke: colour("line"), width: 1 },
    font: "12px system-ui, sans-serif",
  };
  const units = [...new Set(curves.map((curve) => curve.unit))];
  const line = (plot: uPlot) => {
    if (mark === undefined) return;
    const at = plot.valToPos(mark, "x", true);
    const { left, top, width, height } = plot.bbox;
    if (at < left || at > left + width) return;
    plot.ctx.fillStyle = colour("faint");
    plot.ctx.fillRect(at, top, 2 * devicePixelRatio, height);
  };
  return {
    width: element.clientWidth,
    height: HEIGHT,
    legend: { show: false },
    cursor: { y: false },
    hooks: { draw: [line] },
    scales: Object.fromEntries([
      ["x", { time: true }],
      ...units.map((unit) => [unit, { range: (_: uPlot, low: number, high: number) => [Math.min(0, low), high * 1.1 || 1] }]),
    ]) as uPlot.Scales,
    axes: [
      { ...axis, space: 90, values: (_, moments) => labels(moments) },
      ...units.map((unit, number) => ({ ...axis, scale: unit, side: number ? 1 : 3, size: 56, grid: { ...axis.grid, show: !number } })),
    ] as uPlot.Axis[],
    series: [
      {},
      ...curves.map((curve) => ({
        label: curve.name,
        scale: curve.unit,
        stroke: colour(curve.colour),
        width: curve.strong ? 4 : 2,
        spanGaps: !curve.stepped,
        ...(curve.stepped && uPlot.paths.stepped ? { paths: uPlot.paths.stepped({ align: 1 }) } : {}),
        points: { show: false },
      })),
    ],
  };
}
