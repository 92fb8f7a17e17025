import type { ComponentChildren } from "preact";
import { addressOf, follow } from "../router.ts";

interface Given {
  to: string[];
  query?: string;
  current?: boolean;
  /** It looks like one: what leads to the making of something. */
  button?: boolean;
  children: ComponentChildren;
}

export function Link({ to, query, current, button, children }: Given) {
  const address = addressOf(...to) + (query ? `?${query}` : "");
  return (
    <a class={button ? "button" : undefined} href={address} onClick={follow} aria-current={current ? "page" : undefined}>
      {children}
    </a>
  );
}
