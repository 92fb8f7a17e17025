// Decisions without a page: the name of an image, and its digest.
const LONGEST = 100;
const DIGESTED = 512 * 1024 * 1024; // bytes that a page can take into memory at once

/** As an object may be named. */
export function nameOf(said: string): string {
  const last = said.split(/[?#]/)[0]?.split("/").at(-1) ?? "";
  return last.replace(/[^A-Za-z0-9._-]/g, "_").slice(-LONGEST) || "firmware";
}

/** SHA-256 in hex, by which it can be signed here; undefined for a file too large to be held. */
export async function digestOf(file: File): Promise<string | undefined> {
  if (file.size > DIGESTED) return undefined;
  const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
  return [...new Uint8Array(digest)].map((each) => each.toString(16).padStart(2, "0")).join("");
}
