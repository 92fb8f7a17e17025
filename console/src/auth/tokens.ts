// The operator's tokens: in memory alone, renewed before they end, gone with the page.
export interface Tokens {
  id_token: string;
  refresh_token?: string;
  expires_in?: number;
}

type Renewal = (refreshToken: string) => Promise<Tokens>;

const EARLY = 60; // seconds before its end a token is renewed
const WITHOUT_A_WORD = 300; // seconds that a token lasts which says nothing of that

let held: { token: string; refresh: string | undefined; until: number } | undefined;
let renew: Renewal | undefined;
let renewing: Promise<void> | undefined;
let onForgotten: () => void = () => undefined;

export function hold(tokens: Tokens, by: Renewal): void {
  renew = by;
  held = {
    token: tokens.id_token,
    refresh: tokens.refresh_token ?? held?.refresh,
    until: Date.now() + (tokens.expires_in ?? WITHOUT_A_WORD) * 1000,
  };
}

export function refreshToken(): string | undefined {
  return held?.refresh;
}

/** They are over: whoever listens has the operator sign in once more. */
export function forget(): void {
  held = undefined;
  onForgotten();
}

export function whenForgotten(listener: () => void): void {
  onForgotten = listener;
}

export async function authorization(): Promise<string> {
  if (held?.refresh && renew && Date.now() > held.until - EARLY * 1000) {
    renewing ??= renewed(renew, held.refresh).finally(() => (renewing = undefined));
    await renewing;
  }
  return `Bearer ${held?.token ?? ""}`;
}

async function renewed(by: Renewal, refresh: string): Promise<void> {
  try {
    hold(await by(refresh), by);
  } catch {
    forget(); // the token may have minutes left, but its successor does not come
  }
}
