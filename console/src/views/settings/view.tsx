// The parameters of the template that this deployment runs with; a change of them is a deployment.
import { useLive } from "../../api/live.ts";
import type { Body } from "../../api/types.ts";
import { useOperator } from "../../auth/roles.ts";
import { Empty, Failure, Loading } from "../../parts/said.tsx";
import { Search } from "../../parts/search.tsx";
import { Badge } from "../../parts/status.tsx";
import { words } from "../../parts/units.ts";
import { filter, useAddress } from "../../router.ts";

type Setting = Body<"/settings">["groups"][number]["settings"][number];
const SELDOM = 60; // seconds

export function SettingsView() {
  const { query } = useAddress();
  const q = query.get("q") ?? "";
  const own = query.get("show") === "own";
  const { desk } = useOperator().configuration;
  const settings = useLive("/settings", {}, SELDOM);
  if (!settings.data) return settings.problem ? <Failure problem={settings.problem} again={settings.again} /> : <Loading />;
  const groups = settings.data.groups
    .map(({ name, settings: all }) => ({ name, shown: all.filter((one) => (!own || differs(one)) && fits(one, q)) }))
    .filter(({ shown }) => shown.length);
  return (
    <>
      <div class="title">
        <h1>Settings</h1>
        <span class="faint">of this deployment, version {settings.data.version}</span>
        <span class="right">
          <Search label="Search settings" value={q} change={(text) => filter({ q: text })} />
          <button aria-pressed={own} onClick={() => filter({ show: own ? null : "own" })}>
            Only what differs from the default
          </button>
        </span>
      </div>
      <p class="faint">
        They are parameters of the template, and are only read here.{" "}
        {desk ? (
          <>
            On a desk <code>csms up --parameter NAME=VALUE</code> sets one.
          </>
        ) : (
          <>
            A deployment changes them: <code>make deploy</code>, with what stands in <code>samconfig.own.toml</code>.
          </>
        )}
      </p>
      {!groups.length && (
        <Empty title="No setting is like that.">
          <button onClick={() => filter({ q: null, show: null })}>Show all</button>
        </Empty>
      )}
      {groups.map(({ name, shown }) => (
        <section class="panel" aria-label={name} key={name}>
          <h2>{name}</h2>
          <dl class="settings">
            {shown.map((one) => (
              <div key={one.name}>
                <dt>
                  <span class="two">
                    {titled(one.name)}
                    <small>{one.name}</small>
                  </span>
                  {differs(one) && <Badge tone="busy">Set here</Badge>}
                </dt>
                <dd>
                  <Value setting={one} />
                  <small>{one.description}</small>
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </>
  );
}

function Value({ setting }: { setting: Setting }) {
  if (setting.hidden) return <span class="faint">{setting.isSet ? "set, and shown to nobody" : "not set"}</span>;
  if (!setting.isSet) return <span class="faint">none</span>;
  const usual = differs(setting) && setting.default;
  return (
    <span>
      <code>{setting.value}</code>
      {usual && <span class="faint"> by default {setting.default}</span>}
    </span>
  );
}

function differs({ hidden, isSet, value, default: usual }: Setting): boolean {
  return hidden ? isSet : value !== usual;
}

function titled(name: string): string {
  return words(name).replace(/\b(arn|url|id|ca)\b/g, (short) => short.toUpperCase()).replace(/^Oidc/, "OIDC").replace(/^Cpo/, "CPO");
}

function fits(one: Setting, text: string): boolean {
  return [one.name, words(one.name), one.description, one.value].some((each) => each?.toLowerCase().includes(text.toLowerCase()));
}
