// The operator's tokens: in memory alone, renewed before they end, gone with the page.
import { IssuerSilent } from "./oidc.ts";

export interface Tokens {
  id_token: string;
  refresh_token?: string;
  expires_in?: number;
}

/** Of what has to be the same person's as the token before. Throws IssuerSilent, or why not. */
export type Renewal = (refreshToken: string, before: string) => Promise<Tokens>;

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
  drop();
  onForgotten();
}

/** The API has refused this one; what has been renewed since stays. */
export function refused(told: string): void {
  if (held && told === bearer(held.token)) forget();
}

/** As one signs out. */
export function drop(): void {
  held = undefined;
}

export function whenForgotten(listener: () => void): void {
  onForgotten = listener;
}

/** Undefined where nobody is signed in. Throws IssuerSilent where a token has ended and no other comes. */
export async function authorization(): Promise<string | undefined> {
  if (held?.refresh && renew && Date.now() > held.until - EARLY * 1000) {
    renewing ??= renewed(renew, held.refresh, held.token).finally(() => (renewing = undefined));
    await renewing;
  }
  return held && bearer(held.token);
}

async function renewed(by: Renewal, refresh: string, before: string): Promise<void> {
  try {
    const tokens = await by(refresh, before);
    if (held) hold(tokens, by);
  } catch (error) {
    if (!(error instanceof IssuerSilent)) forget();
    else if (held && Date.now() > held.until) throw error;
  }
}

function bearer(token: string): string {
  return `Bearer ${token}`;
}
