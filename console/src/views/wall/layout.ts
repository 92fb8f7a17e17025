// Where the charge points stand: as large as they all fit, in the order of reading.
import type { Block } from "./kinds.ts";

const LEAST = 8; // pixels of a cell; what does not fit then is scrolled to
const MOST = 170;
const NAMED = 30; // from that size on a charge point has its name over it
const ABREAST = 4; // cells
const ASPECTS = [1, 1.2, 1.45, 1.75, 2.1, 2.6];

export interface Place {
  block: Block;
  x: number;
  y: number;
  width: number;
  height: number;
  /** Of the cells' upper left corners, from the place's own. */
  cells: { x: number; y: number }[];
}

export interface Layout {
  /** Of a cell: its height; its width is `aspect` times that. */
  size: number;
  aspect: number;
  /** Of the band with the name; 0 where there is none. */
  band: number;
  height: number;
  places: Place[];
}

/** Of the shapes that a cell may have the one that wastes least. */
export function laidOut(blocks: Block[], width: number, height: number): Layout {
  const tried = ASPECTS.map((aspect) => fitted(blocks, width, height, aspect));
  const area = ({ size, aspect }: Layout) => size * size * aspect;
  return tried.reduce((best, one) => (area(one) > area(best) ? one : best));
}

function fitted(blocks: Block[], width: number, height: number, aspect: number): Layout {
  let [low, high] = [LEAST, MOST];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    const fits = placed(blocks, width, middle, aspect);
    if (fits.height <= height && fits.widest <= width) low = middle;
    else high = middle - 1;
  }
  return placed(blocks, width, low, aspect);
}

function placed(blocks: Block[], width: number, size: number, aspect: number): Layout & { widest: number } {
  const gap = size < 16 ? 2 : size < NAMED ? 5 : Math.round(size / 7);
  const frame = size < 16 ? 1 : size < NAMED ? 2 : 4;
  const between = size < NAMED ? 1 : 3;
  const band = size < NAMED ? 0 : Math.round(11 + size / 7);
  let [x, y, tallest, widest] = [0, 0, 0, 0];
  const places = blocks.map((block): Place => {
    const count = block.cells.length;
    const columns = Math.min(count, count > 2 * ABREAST ? Math.ceil(Math.sqrt(count)) : ABREAST);
    const rows = Math.ceil(count / columns);
    const [along, down] = [Math.round(size * aspect) + between, size + between];
    const [wide, tall] = [columns * along - between + 2 * frame, rows * down - between + 2 * frame + band];
    if (x && x + wide > width) [x, y, tallest] = [0, y + tallest + gap, 0];
    const at = { x, y };
    [x, tallest, widest] = [x + wide + gap, Math.max(tallest, tall), Math.max(widest, wide)];
    const cells = block.cells.map((_, number) => ({
      x: frame + (number % columns) * along,
      y: frame + band + Math.floor(number / columns) * down,
    }));
    return { block, ...at, width: wide, height: tall, cells };
  });
  return { size, aspect, band, height: y + tallest, places, widest };
}

/** Which charge point is there, and which of its cells. */
export function found({ places, size, aspect }: Layout, x: number, y: number): { place: Place; cell: number } | undefined {
  const place = places.find((it) => x >= it.x && x < it.x + it.width && y >= it.y && y < it.y + it.height);
  if (!place) return undefined;
  const within = (at: { x: number; y: number }) =>
    x - place.x >= at.x && x - place.x < at.x + size * aspect && y - place.y >= at.y && y - place.y < at.y + size;
  return { place, cell: place.cells.findIndex(within) };
}
