// Nobody gets past it without a token: it sends the browser to the issuer, and takes it back.
import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { get } from "../api/client.ts";
import { asProblem } from "../api/live.ts";
import { go } from "../router.ts";
import { Ended, somethingTyped } from "./ended.tsx";
import { arrived, CALLBACK, configured, discovered, leave, renewal, revoked } from "./oidc.ts";
import type { Configuration } from "./oidc.ts";
import { OperatorContext } from "./roles.ts";
import type { Operator } from "./roles.ts";
import { drop, hold, refreshToken, whenForgotten } from "./tokens.ts";

const SIGNED_OUT = "/console/signed-out";
const FIRST = "/console/fleet";

type Standing =
  | { at: "begin" }
  | { at: "in"; operator: Operator; ended?: () => void }
  | { at: "out"; told: string; detail?: string; again: () => void };

export function Gate({ children }: { children: ComponentChildren }) {
  const [standing, stand] = useState<Standing>({ at: "begin" });
  useEffect(() => {
    void enter(stand);
    const shown = (event: PageTransitionEvent) => {
      if (event.persisted) location.reload(); // Back: a page that was left knows no longer who is there
    };
    addEventListener("pageshow", shown);
    return () => removeEventListener("pageshow", shown);
  }, []);
  if (standing.at === "in") {
    return (
      <OperatorContext.Provider value={standing.operator}>
        {standing.ended && <Ended again={standing.ended} />}
        {children}
      </OperatorContext.Provider>
    );
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
  const again = () => location.assign(FIRST);
  try {
    if (location.pathname === CALLBACK) {
      await signedIn(stand);
      return;
    }
    const to = await configured();
    const own = to.consoleUrl && new URL(to.consoleUrl).origin;
    if (own && own !== location.origin) {
      location.replace(own + location.pathname + location.search);
      return;
    }
    if (!to.consoleUrl && !to.desk) {
      stand({ at: "out", told: "Nobody can sign in here yet", detail: unset(), again });
      return;
    }
    const at = await discovered(to.issuer);
    if (location.pathname === SIGNED_OUT) {
      const anew = () => void leave(to, at, FIRST, true);
      stand({ at: "out", told: "You have signed out", again: anew });
      return;
    }
    await leave(to, at, location.pathname + location.search, false);
  } catch (error) {
    stand({ at: "out", told: "You are not signed in", detail: asProblem(error).message.replace(/^\w*Error: /, ""), again });
  }
}

function unset(): string {
  return `Deploy once more with the parameter ConsoleUrl=${location.origin}: then the stack's users can sign in here.`;
}

async function signedIn(stand: (standing: Standing) => void): Promise<void> {
  const { tokens, back, to, at } = await arrived();
  const anew = () => void leave(to, at, FIRST, true);
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
  const signOut = async () => {
    const token = refreshToken();
    over();
    others.postMessage(SIGNED_OUT);
    if (token) await revoked(to, at, token);
    location.replace(at.end_session_endpoint ? ending(to, at.end_session_endpoint) : SIGNED_OUT);
  };
  const over = () => {
    whenForgotten(() => undefined);
    drop();
    stand({ at: "out", told: "You have signed out", again: anew });
  };
  const others = new BroadcastChannel(SIGNED_OUT); // the other tabs of this browser
  others.onmessage = over;
  const { name, subject, role } = got.body;
  const operator = { name: name ?? subject, role, configuration: to, signOut: () => void signOut() };
  whenForgotten(() => {
    whenForgotten(() => undefined);
    const again = () => void leave(to, at, location.pathname + location.search, false);
    if (somethingTyped()) stand({ at: "in", operator, ended: again });
    else again();
  });
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
