// The charge points of a campaign, in their order; those of one state, if one is chosen.
import { usePaged } from "../../api/paged.ts";
import type { Campaign, Target } from "../../api/types.ts";
import { Link } from "../../parts/link.tsx";
import { ListedTable } from "../../parts/listed.tsx";
import { Empty } from "../../parts/said.tsx";
import { Badge } from "../../parts/status.tsx";
import type { Column } from "../../parts/table.tsx";
import { Ago } from "../../parts/time.tsx";
import { sentence } from "../../parts/units.ts";
import { filter, useAddress } from "../../router.ts";
import { nameOfState, remedyOf, STATES, toneOfState, waitsFor } from "./ends.ts";

const PART = 100;

export function Targets({ campaign }: { campaign: Campaign }) {
  const { query } = useAddress();
  const state = query.get("state") ?? "";
  const asked = { params: { campaignId: campaign.campaignId }, query: { state } };
  const targets = usePaged("/campaigns/{campaignId}/targets", asked, PART, PART);
  return (
    <>
      <div class="title">
        <h2 class="bare">Charge points</h2>
        <span class="right">
          <select aria-label="State" value={state} onChange={(event) => filter({ state: event.currentTarget.value })}>
            <option value="">Every state</option>
            {STATES.map((each) => (
              <option key={each} value={each}>
                {nameOfState(each)}
              </option>
            ))}
          </select>
        </span>
      </div>
      <ListedTable
        label="Charge points of the campaign"
        list={targets}
        none={<Nothing state={state} awaited={Boolean(campaign.filter && !campaign.startedAt)} />}
        columns={columns(campaign)}
        keyOf={(one) => one.chargePointId}
        rowHeight={76}
        toneOf={(one) => (toneOfState(one.state) === "bad" ? "urgent" : "")}
      />
    </>
  );
}

function Nothing({ state, awaited }: { state: string; awaited: boolean }) {
  if (!state) return <Empty title={awaited ? "They are looked up when it starts." : "No charge point is in it."} />;
  return (
    <Empty title={`None is ${nameOfState(state).toLowerCase()}.`}>
      <button onClick={() => filter({ state: null })}>Show all</button>
    </Empty>
  );
}

function columns(campaign: Campaign): Column<Target>[] {
  return [
    {
      name: "Charge point",
      width: "minmax(8rem, 1fr)",
      cell: (one) => (
        <span class="two">
          <Link to={["charge-points", one.chargePointId, campaign.rotateKeys ? "commands" : "firmware"]}>{one.chargePointId}</Link>
          {campaign.phases.length > 1 && <small>phase {one.phase}</small>}
        </span>
      ),
    },
    {
      name: "Why, and what helps",
      width: "minmax(8rem, 3fr)",
      cell: (one) => {
        const remedy = remedyOf(one.state, one.reason);
        const said = one.waitsFor && !one.ended ? `waits ${waitsFor(one.waitsFor)}` : one.reason;
        return (
          <span class="two long" title={[said, remedy].filter(Boolean).join(" · ")}>
            <span class="cut">{sentence(said)}</span>
            {remedy && <small>{remedy}</small>}
          </span>
        );
      },
    },
    {
      name: "State",
      width: "minmax(7rem, 0.8fr)",
      cell: (one) => <Badge tone={toneOfState(one.state)}>{nameOfState(one.state)}</Badge>,
    },
    { name: "Began", width: "minmax(6rem, 0.7fr)", cell: (one) => (one.beganAt ? <Ago at={one.beganAt} /> : <span class="faint">{one.ended ? "never" : "not yet"}</span>) },
    { name: "Ended", width: "minmax(6rem, 0.7fr)", cell: (one) => (one.endedAt ? <Ago at={one.endedAt} /> : "") },
  ];
}
