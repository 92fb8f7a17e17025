// What a view shows stays as it is at the API: asked again every so often, while the page is seen.
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { ApiProblem, get, urlOf } from "./client.ts";
import type { Asked } from "./client.ts";
import type { Body, GetPath } from "./types.ts";

export const LIVE = 1.5; // seconds between an answer and the next question
export const SLOW = 10;
const LONGEST = 30;

export interface Live<T> {
  data: T | undefined;
  problem: ApiProblem | undefined;
  /** Of the data: for If-Match, where the answer has a version. */
  etag: string | null;
  again: () => void;
}

interface Shown<T> {
  url: string | null;
  etag: string | null;
  data?: T;
  problem?: ApiProblem;
}

/** Null asks for nothing. With the ETag of the last answer an unchanged one costs no body. */
export function useLive<P extends GetPath>(
  path: P | null,
  asked: Asked = {},
  seconds: number = LIVE,
): Live<Body<P>> {
  const url = path === null ? null : urlOf(path, asked);
  const [shown, show] = useState<Shown<Body<P>>>({ url, etag: null });
  const wake = useRef<() => void>(() => undefined);
  useEffect(() => {
    if (path === null) return undefined;
    const ending = new AbortController();
    let etag: string | null = null;
    const stop = repeatedly(seconds, async () => {
      try {
        const got = await get(path, asked, etag, ending.signal);
        if (ending.signal.aborted) return true;
        if (got) {
          etag = got.etag;
          show({ url, etag, data: got.body });
        } else {
          show((before) => (before.problem ? { url, etag, ...dataOf(before) } : before));
        }
        return true;
      } catch (error) {
        if (ending.signal.aborted) return true;
        show((before) => ({ ...(before.url === url ? before : { url, etag: null }), problem: asProblem(error) }));
        return false;
      }
    });
    wake.current = stop.now;
    return () => {
      ending.abort();
      stop.end();
    };
  }, [url, seconds]);
  const own: Shown<Body<P>> = shown.url === url ? shown : { url, etag: null };
  return { data: own.data, problem: own.problem, etag: own.etag, again: useCallback(() => wake.current(), []) };
}

function dataOf<T>(shown: { data?: T }): { data?: T } {
  return shown.data === undefined ? {} : { data: shown.data };
}

export function asProblem(error: unknown): ApiProblem {
  if (error instanceof ApiProblem) return error;
  return new ApiProblem(-1, "The page failed", String(error));
}

/** Does it now and then every so many seconds, ever more seldom while it fails; not while hidden. */
export function repeatedly(
  seconds: number,
  work: () => Promise<boolean>,
): { end: () => void; now: () => void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  let ended = false;
  let working = false;
  let once_more = false;
  const round = async () => {
    clearTimeout(timer);
    if (ended || document.hidden) return;
    if (working) {
      once_more = true;
      return;
    }
    working = true;
    const well = await work().catch(() => false);
    failures = well ? 0 : failures + 1;
    working = false;
    if (ended) return;
    const pause = once_more ? 0 : Math.min(seconds * 2 ** failures, Math.max(LONGEST, seconds));
    once_more = false;
    timer = setTimeout(() => void round(), pause * 1000);
  };
  const seen = () => void round();
  document.addEventListener("visibilitychange", seen);
  addEventListener("online", seen);
  void round();
  return {
    now: seen,
    end: () => {
      ended = true;
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", seen);
      removeEventListener("online", seen);
    },
  };
}
