// The wall on a canvas: ten thousand cells are drawn in a few milliseconds.
import { words } from "../../parts/units.ts";
import { statusOf } from "../fleet/standing.ts";
import { shownAs } from "./kinds.ts";
import type { Kind } from "./kinds.ts";
import type { Layout, Place } from "./layout.ts";

const LETTERED = 16; // pixels of a cell from which its letter can be read; below, a shape tells
const NUMBERED = 52;
const WORDED = 100;
const FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'DejaVu Sans', sans-serif";

type Context = CanvasRenderingContext2D;
type Colours = (kind: Kind) => { ground: string; ink: string };

export function draw(canvas: HTMLCanvasElement, layout: Layout, from: number): void {
  const context = canvas.getContext("2d");
  if (!context) return;
  const ratio = devicePixelRatio;
  const [width, height] = [canvas.clientWidth, canvas.clientHeight];
  if (canvas.width !== Math.round(width * ratio)) canvas.width = Math.round(width * ratio);
  if (canvas.height !== Math.round(height * ratio)) canvas.height = Math.round(height * ratio);
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  context.translate(0, -from);
  const colours = themed(canvas);
  for (const place of layout.places) {
    if (place.y + place.height >= from && place.y <= from + height) drawPlace(context, place, layout, colours);
  }
}

function themed(canvas: HTMLCanvasElement): Colours {
  const style = getComputedStyle(canvas);
  const known = new Map<Kind, { ground: string; ink: string }>();
  return (kind) => {
    const held = known.get(kind);
    if (held) return held;
    const property = (name: string) => style.getPropertyValue(`--wall-${kind}${name}`).trim();
    const made = { ground: property(""), ink: property("-ink") };
    known.set(kind, made);
    return made;
  };
}

function drawPlace(context: Context, place: Place, { size, aspect, band }: Layout, colours: Colours): void {
  const { block, x, y, width, height, cells } = place;
  const own = colours(block.kind);
  context.fillStyle = own.ground;
  box(context, x, y, width, height, size / 12);
  context.fill();
  if (band) {
    context.fillStyle = own.ink;
    context.font = `650 ${Math.round(band * 0.62)}px ${FONT}`;
    context.textAlign = "left";
    context.textBaseline = "middle";
    context.fillText(clipped(context, block.chargePoint.id, width - 12), x + 6, y + 2 + band / 2);
  }
  const wide = Math.round(size * aspect);
  block.cells.forEach((cell, number) => {
    const at = cells[number];
    if (!at) return;
    drawCell(context, x + at.x, y + at.y, wide, size, cell.kind, colours(cell.kind));
    if (size >= NUMBERED && cell.connector) {
      label(context, String(cell.connector.connectorId), x + at.x + 6, y + at.y + 6, size / 6, "left", "top");
    }
    if (size >= WORDED || (wide >= WORDED && size >= NUMBERED)) {
      const status = cell.kind === "offline" ? undefined : cell.connector && statusOf(cell.connector);
      const text = status ? words(status) : shownAs(cell.kind).name;
      label(context, text, x + at.x + wide / 2, y + at.y + size - size / 14, Math.min(size / 6, wide / 8), "center", "bottom");
    }
  });
}

function drawCell(context: Context, x: number, y: number, width: number, height: number, kind: Kind, colours: ReturnType<Colours>): void {
  context.fillStyle = colours.ground;
  box(context, x, y, width, height, height / 14);
  context.fill();
  context.strokeStyle = context.fillStyle = colours.ink;
  const line = kind === "offline" ? Math.max(1, height / 30) : 1;
  if (kind === "offline" || height >= LETTERED) {
    context.lineWidth = line;
    context.globalAlpha = kind === "offline" ? 1 : 0.4;
    box(context, x + line / 2, y + line / 2, width - line, height - line, height / 14);
    context.stroke();
    context.globalAlpha = 1;
  }
  if (height >= LETTERED) label(context, shownAs(kind).letter, x + width / 2, y + height / 2, height * 0.5, "center", "middle");
  else shape(context, x, y, width, height, kind);
}

/** Too small for a letter: a cross, a bar, a dot. */
function shape(context: Context, x: number, y: number, width: number, height: number, kind: Kind): void {
  const [across, third] = [width / 3, height / 3];
  context.lineWidth = Math.max(1, height / 6);
  context.beginPath();
  if (kind === "faulted") {
    context.moveTo(x + 2, y + 2);
    context.lineTo(x + width - 2, y + height - 2);
    context.moveTo(x + width - 2, y + 2);
    context.lineTo(x + 2, y + height - 2);
    context.stroke();
  }
  context.globalAlpha = kind === "problem" ? 1 : 0.55; // what is well is not to outshine what is wrong
  if (kind === "problem") context.fillRect(x + across, y + 1, across, height - 2);
  else if (kind === "unavailable") context.fillRect(x + 1, y + third, width - 2, third);
  else if (kind === "charging") context.fillRect(x + across, y + third, across, third);
  else if (kind === "occupied") context.fillRect(x, y + height / 2, width, height / 2);
  context.globalAlpha = 1;
}

function label(context: Context, text: string, x: number, y: number, size: number, align: CanvasTextAlign, base: CanvasTextBaseline): void {
  context.font = `700 ${Math.round(size)}px ${FONT}`;
  context.textAlign = align;
  context.textBaseline = base;
  context.fillText(text, x, y);
}

/** The end of a name tells more than its beginning. */
function clipped(context: Context, text: string, width: number): string {
  if (context.measureText(text).width <= width) return text;
  let short = text;
  while (short.length > 1 && context.measureText(`…${short}`).width > width) short = short.slice(1);
  return `…${short}`;
}

function box(context: Context, x: number, y: number, width: number, height: number, radius: number): void {
  context.beginPath();
  if (radius < 1.5) context.rect(x, y, width, height);
  else context.roundRect(x, y, width, height, radius);
}
