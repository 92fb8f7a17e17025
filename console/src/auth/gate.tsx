// Nobody gets past it without a token: it sends the browser to the issuer, and takes it back.
import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { get } from "../api/client.ts";
import { asProblem } from "../api/live.ts";
import { go } from "../router.ts";
import { arrived, CALLBACK, configured, discovered, leave, renewal, revoked } from "./oidc.ts";
import type { Configuration, Endpoints } from "./oidc.ts";
import { OperatorContext } from "./roles.ts";
import type { Operator } from "./roles.ts";
import { hold, refreshToken, whenForgotten } from "./tokens.ts";

const SIGNED_OUT = "/console/signed-out";

type Standing =
  | { at: "begin" }
  | { at: "in"; operator: Operator }
  | { at: "out"; told: string; detail?: string; again: () => void };

export function Gate({ children }: { children: ComponentChildren }) {
  const [standing, stand] = useState<Standing>({ at: "begin" });
  useEffect(() => {
    void enter(stand);
  }, []);
  if (standing.at === "in") {
    return <OperatorContext.Provider value={standing.operator}>{children}</OperatorContext.Provider>;
  }
  if (standing.at === "begin") return <p class="waiting">Signing in…</p>;
  return (
    <main class="door">
      <h1>{standing.told}</h1>
      {standing.detail && <p>{standing.detail}</p>}
      <button class="primary" onClick={standing.again}>
        Sign in
      </button>
    </main>
  );
}

async function enter(stand: (standing: Standing) => void): Promise<void> {
  const again = () => location.assign("/console/fleet");
  try {
    const to = await configured();
    if (to.consoleUrl && to.consoleUrl !== location.origin) {
      location.replace(to.consoleUrl + location.pathname + location.search);
      return;
    }
    if (!to.consoleUrl && !to.desk) {
      stand({ at: "out", told: "Nobody can sign in here yet", detail: unset(), again });
      return;
    }
    const at = await discovered(to.issuer);
    const anew = () => void leave(to, at, "/console/fleet", true);
    if (location.pathname === SIGNED_OUT) {
      stand({ at: "out", told: "You have signed out", again: anew });
      return;
    }
    if (location.pathname !== CALLBACK) {
      await leave(to, at, location.pathname + location.search, false);
      return;
    }
    await signedIn(to, at, anew, stand);
  } catch (error) {
    stand({ at: "out", told: "You are not signed in", detail: asProblem(error).message.replace(/^\w*Error: /, ""), again });
  }
}

function unset(): string {
  return `Deploy once more with the parameter ConsoleUrl=${location.origin}: then the stack's users can sign in here.`;
}

async function signedIn(
  to: Configuration,
  at: Endpoints,
  anew: () => void,
  stand: (standing: Standing) => void,
): Promise<void> {
  const { tokens, back } = await arrived(to, at);
  hold(tokens, renewal(to, at));
  go(back, { replace: true });
  const got = await get("/caller").catch((error: unknown) => {
    const problem = asProblem(error);
    if (problem.status !== 403) throw error;
  });
  if (!got) {
    const detail = "Your account is in none of the groups that have a role: ask an administrator for viewer, operator or admin.";
    stand({ at: "out", told: "You have no role here", detail, again: anew });
    return;
  }
  whenForgotten(() => void leave(to, at, location.pathname + location.search, false));
  const signOut = async () => {
    whenForgotten(() => undefined);
    const token = refreshToken();
    if (token) await revoked(to, at, token);
    location.assign(at.end_session_endpoint ? ending(to, at.end_session_endpoint) : SIGNED_OUT);
  };
  const { name, subject, role } = got.body;
  const operator = { name: name ?? subject, role, configuration: to, signOut: () => void signOut() };
  stand({ at: "in", operator });
}

function ending(to: Configuration, endpoint: string): string {
  const back = location.origin + SIGNED_OUT;
  const query = new URLSearchParams({
    client_id: to.clientId,
    logout_uri: back,
    post_logout_redirect_uri: back,
  });
  return `${endpoint}?${query}`;
}
