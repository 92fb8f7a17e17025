// A file of id tags, in batches as the API takes them.
const MOST_ROWS = 500; // that the API takes at once

export interface Batch {
  text: string;
  type: "text/csv" | "application/json";
  rows: number;
}

export interface Sheet {
  name: string;
  rows: number;
  batches: Batch[];
}

export class NotUnderstood extends Error {}

export async function sheetOf(file: File): Promise<Sheet> {
  const text = await file.text();
  const batches = /^\s*[[{]/.test(text) ? ofJson(text) : ofCsv(text);
  const rows = batches.reduce((sum, batch) => sum + batch.rows, 0);
  if (!rows) throw new NotUnderstood("There is no row in it. In CSV the first line names the columns.");
  return { name: file.name, rows, batches };
}

function ofJson(text: string): Batch[] {
  let said: unknown;
  try {
    said = JSON.parse(text);
  } catch {
    throw new NotUnderstood("It begins like JSON, and is none.");
  }
  const items = Array.isArray(said) ? said : (said as { items?: unknown }).items;
  if (!Array.isArray(items)) throw new NotUnderstood("JSON should be a list of id tags, or have one as its items.");
  return cut(items).map((some) => ({ text: JSON.stringify({ items: some }), type: "application/json", rows: some.length }));
}

function ofCsv(text: string): Batch[] {
  const [head, ...rows] = records(text);
  if (head === undefined) return [];
  if (head.includes(";") && !head.includes(",")) throw new NotUnderstood("Semicolons are between its columns: save it with commas.");
  return cut(rows).map((some) => ({ text: [head, ...some].join("\r\n") + "\r\n", type: "text/csv", rows: some.length }));
}

/** Of CSV (RFC 4180): a quoted field may have line breaks. Empty lines are none. */
function records(text: string): string[] {
  const found: string[] = [];
  let begin = 0;
  let quoted = false;
  for (let place = 0; place <= text.length; place++) {
    if (text[place] === '"') quoted = !quoted;
    if (place < text.length && (quoted || text[place] !== "\n")) continue;
    const record = text.slice(begin, place).replace(/\r$/, "");
    if (record) found.push(record);
    begin = place + 1;
  }
  return found;
}

function cut<T>(rows: T[]): T[][] {
  const count = Math.ceil(rows.length / MOST_ROWS);
  return Array.from({ length: count }, (_, number) => rows.slice(number * MOST_ROWS, (number + 1) * MOST_ROWS));
}
