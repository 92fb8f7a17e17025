import type { ComponentChildren } from "preact";
import { addressOf, follow } from "../router.ts";

interface Given {
  to: string[];
  query?: string;
  current?: boolean;
  children: ComponentChildren;
}

export function Link({ to, query, current, children }: Given) {
  const address = addressOf(...to) + (query ? `?${query}` : "");
  return (
    <a href={address} onClick={follow} aria-current={current ? "page" : undefined}>
      {children}
    </a>
  );
}
