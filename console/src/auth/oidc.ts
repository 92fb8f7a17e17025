// OpenID Connect: authorization code with PKCE (RFC 7636), state and nonce; no client secret.
import { challenge, claims, random } from "./pkce.ts";
import type { Renewal, Tokens } from "./tokens.ts";

export interface Configuration {
  issuer: string;
  clientId: string;
  scopes: string;
  desk: boolean;
  consoleUrl: string;
  chargePointUrls: string[];
}

export interface Endpoints {
  issuer: string;
  authorization_response_iss_parameter_supported?: boolean;
  authorization_endpoint: string;
  token_endpoint: string;
  revocation_endpoint?: string;
  end_session_endpoint?: string;
}

interface Pending {
  state: string;
  nonce: string;
  verifier: string;
  back: string;
  /** Who was asked, whatever is configured by now. */
  to: Configuration;
  at: Endpoints;
}

const PENDING = "console:signing-in"; // a sign-in under way, no token
export const CALLBACK = "/console/signed-in";

export class SignInFailed extends Error {}

/** Nobody has said no: it may go well the next time. */
export class IssuerSilent extends Error {}

export async function configured(): Promise<Configuration> {
  return (await asked("/console/configuration")) as Configuration;
}

export async function discovered(issuer: string): Promise<Endpoints> {
  const found = (await asked(`${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`)) as Endpoints;
  if (found.issuer !== issuer) throw new SignInFailed(`${issuer} says that it is ${found.issuer}.`);
  return found;
}

async function asked(url: string): Promise<unknown> {
  const answer = await fetch(url).catch(() => undefined);
  if (!answer?.ok) throw new SignInFailed(`${new URL(url, location.href).origin} does not answer.`);
  return answer.json();
}

/** The browser goes to sign in, and Back leads to what was before; `anew`: as somebody else. */
export async function leave(to: Configuration, at: Endpoints, back: string, anew: boolean): Promise<void> {
  const pending: Pending = { state: random(), nonce: random(), verifier: random(), back, to, at };
  sessionStorage.setItem(PENDING, JSON.stringify(pending));
  const query = new URLSearchParams({
    response_type: "code",
    client_id: to.clientId,
    redirect_uri: location.origin + CALLBACK,
    scope: to.scopes,
    state: pending.state,
    nonce: pending.nonce,
    code_challenge: await challenge(pending.verifier),
    code_challenge_method: "S256",
    ...(anew ? { prompt: "login" } : {}),
  });
  const separator = at.authorization_endpoint.includes("?") ? "&" : "?";
  location.replace(`${at.authorization_endpoint}${separator}${query}`);
}

interface Arrived {
  tokens: Tokens;
  back: string;
  to: Configuration;
  at: Endpoints;
}

/** The tokens that a code stands for, who gave them, and the view that was left for them. */
export async function arrived(): Promise<Arrived> {
  const query = new URLSearchParams(location.search);
  const text = sessionStorage.getItem(PENDING);
  sessionStorage.removeItem(PENDING);
  const pending = text ? (JSON.parse(text) as Pending) : undefined;
  if (!pending || query.get("state") !== pending.state) {
    throw new SignInFailed("This is not the sign-in that this page began.");
  }
  const { to, at } = pending;
  const iss = query.get("iss") ?? (at.authorization_response_iss_parameter_supported ? "" : to.issuer);
  if (iss !== to.issuer) throw new SignInFailed("The answer comes from another issuer."); // RFC 9207
  const code = query.get("code");
  if (!code) {
    throw new SignInFailed(query.get("error_description") ?? query.get("error") ?? "There is no code.");
  }
  const tokens = await granted(at, {
    grant_type: "authorization_code",
    client_id: to.clientId,
    redirect_uri: location.origin + CALLBACK,
    code,
    code_verifier: pending.verifier,
  });
  const said = claims(tokens.id_token);
  if (said.nonce !== pending.nonce) throw new SignInFailed("The token belongs to another sign-in.");
  if (said.iss !== to.issuer || ![said.aud].flat().includes(to.clientId)) {
    throw new SignInFailed("The token is another issuer's, or for another client.");
  }
  return { tokens, back: pending.back, to, at };
}

export function renewal(to: Configuration, at: Endpoints): Renewal {
  return async (refresh_token, before) => {
    const tokens = await granted(at, { grant_type: "refresh_token", client_id: to.clientId, refresh_token });
    const [old, fresh] = [claims(before), claims(tokens.id_token)];
    if (fresh.iss !== old.iss || fresh.sub !== old.sub) throw new SignInFailed("The token is somebody else's.");
    return tokens;
  };
}

export async function revoked(to: Configuration, at: Endpoints, token: string): Promise<void> {
  if (!at.revocation_endpoint) return;
  const body = new URLSearchParams({ token, client_id: to.clientId });
  await fetch(at.revocation_endpoint, { method: "POST", body }).catch(() => undefined);
}

async function granted(at: Endpoints, form: Record<string, string>): Promise<Tokens> {
  const body = new URLSearchParams(form);
  const answer = await fetch(at.token_endpoint, { method: "POST", body }).catch(() => undefined);
  if (!answer || answer.status >= 500 || answer.status === 429) {
    throw new IssuerSilent(`${new URL(at.token_endpoint).origin} does not answer.`);
  }
  const said = (await answer.json().catch(() => ({}))) as Tokens & { error?: string; error_description?: string };
  if (!answer.ok || !said.id_token) {
    throw new SignInFailed(said.error_description ?? said.error ?? "The issuer gave no token.");
  }
  return said;
}
