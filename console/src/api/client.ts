// Requests to the API, with the operator's token; what goes wrong is an ApiProblem.
import { authorization, refused } from "../auth/tokens.ts";
import type { Body, GetPath } from "./types.ts";
import { waitedFor } from "./waiting.ts";

const PATIENCE = 40_000; // milliseconds; the API itself ends after 29 seconds

export type Values = Record<string, string | number | boolean | undefined>;

export interface Asked {
  params?: Values;
  query?: Values;
}

export class ApiProblem extends Error {
  constructor(
    readonly status: number,
    readonly title: string,
    detail: string,
    readonly fields: { field: string; message: string }[] = [],
  ) {
    super(detail);
  }

  /** What a person can do about it. */
  get advice(): string {
    if (this.status === 0) return "It is tried again by itself; look at your network if it lasts.";
    if (this.status === 401) return "Sign in once more.";
    if (this.status === 403) return "Ask an administrator for the role that this needs.";
    if (this.status === 404) return "It may have been deleted meanwhile.";
    if (this.status === 409) return "Look at how things stand now, then decide anew.";
    if (this.status === 412) return "Somebody else has changed it: look at it anew, then change it.";
    if (this.status === 429) return "Too much was asked at once: wait a moment.";
    if (this.status >= 500) return "Try again; if it stays so, the function's log says why.";
    return "Put right what is named, and try again.";
  }
}

export function urlOf(path: string, { params = {}, query = {} }: Asked = {}): string {
  const named = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(params[name])));
  const asked = Object.entries(query).filter(([, value]) => value !== undefined && value !== "");
  const text = new URLSearchParams(asked.map(([name, value]) => [name, String(value)])).toString();
  return text ? `${named}?${text}` : named;
}

export interface Got<T> {
  body: T;
  etag: string | null;
}

/** Undefined if it has not changed since the answer with this ETag. */
export async function get<P extends GetPath>(
  path: P,
  asked: Asked = {},
  etag: string | null = null,
  signal?: AbortSignal,
): Promise<Got<Body<P>> | undefined> {
  const headers: Record<string, string> = etag ? { "If-None-Match": etag } : {};
  const asking = request("GET", urlOf(path, asked), headers, undefined, signal);
  const answer = await (etag ? asking : waitedFor(asking));
  if (answer.status === 304) return undefined;
  return { body: (await answer.json()) as Body<P>, etag: answer.headers.get("ETag") };
}

/** Changes something: once, also if the answer is lost and it is asked again by the same key. A body of text leaves as it is. */
export async function send(
  method: "POST" | "PUT" | "PATCH" | "DELETE",
  path: string,
  asked: Asked = {},
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<unknown> {
  const answer = await waitedFor(request(method, urlOf(path, asked), headers, body));
  return answer.status === 204 ? undefined : answer.json();
}

export interface FilePart {
  text: string;
  /** The address of the next part, as the header Link tells it. */
  next: string | undefined;
}

/** A part of an export, in a media type. */
export async function part(url: string, type: string, signal: AbortSignal): Promise<FilePart> {
  const answer = await request("GET", url, { Accept: type }, undefined, signal);
  const linked = /<([^>]+)>;\s*rel="next"/.exec(answer.headers.get("Link") ?? "")?.[1];
  const next = linked === undefined ? undefined : new URL(linked, location.origin);
  if (next && next.origin !== location.origin) throw new ApiProblem(-1, "A foreign page", "The next part is elsewhere.");
  return { text: await answer.text(), next: next && next.pathname + next.search };
}

async function request(
  method: string,
  url: string,
  headers: Record<string, string>,
  body?: unknown,
  signal?: AbortSignal,
): Promise<Response> {
  const token = await authorization().catch(() => {
    throw new ApiProblem(0, "No answer", "Who issues your tokens cannot be reached.");
  });
  if (token === undefined) throw new ApiProblem(401, "Not signed in", "Your sign-in has ended.");
  const told: Record<string, string> = { ...headers, Authorization: token };
  if (body !== undefined) told["Content-Type"] ??= "application/json";
  let answer: Response;
  try {
    answer = await fetch(url, {
      method,
      headers: told,
      body: body === undefined || typeof body === "string" ? (body ?? null) : JSON.stringify(body),
      cache: "no-store",
      signal: AbortSignal.any([AbortSignal.timeout(PATIENCE), ...(signal ? [signal] : [])]),
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new ApiProblem(0, "No answer", "The API cannot be reached.");
  }
  if (answer.ok || answer.status === 304) return answer;
  if (answer.status === 401) refused(token);
  throw await problemOf(answer);
}

async function problemOf(answer: Response): Promise<ApiProblem> {
  const said = (await answer.json().catch(() => ({}))) as {
    title?: string;
    detail?: string;
    message?: string;
    errors?: { field: string; message: string }[];
  };
  const title = said.title ?? answer.statusText;
  return new ApiProblem(answer.status, title, said.detail ?? said.message ?? title, said.errors);
}
