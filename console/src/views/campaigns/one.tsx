// One campaign: how far it is, phase by phase and charge point by charge point.
import { useEffect } from "preact/hooks";
import { useLive } from "../../api/live.ts";
import type { Campaign } from "../../api/types.ts";
import { Bar, Legend } from "../../parts/bar.tsx";
import { howMany } from "../../parts/how_many.ts";
import { Link } from "../../parts/link.tsx";
import { Failure, Loading, Stale } from "../../parts/said.tsx";
import { Badge } from "../../parts/status.tsx";
import { Ago } from "../../parts/time.tsx";
import { sentence, words } from "../../parts/units.ts";
import { Actions } from "./actions.tsx";
import { sharesOf, toldOf, toneOfStatus } from "./ends.ts";
import { Failures } from "./failures.tsx";
import { PlanFacts, planOf } from "./plan.tsx";
import { Targets } from "./targets.tsx";
import { FirmwareParts } from "./view.tsx";

export function OneCampaign({ id }: { id: string }) {
  const live = useLive("/campaigns/{campaignId}", { params: { campaignId: id } });
  const name = live.data?.name;
  useEffect(() => {
    if (name) document.title = `${name} · Console`;
  }, [name]);
  if (!live.data) return live.problem ? <Failure problem={live.problem} again={live.again} /> : <Loading />;
  const campaign = live.data;
  const { progress } = campaign;
  return (
    <>
      <FirmwareParts current="campaigns" />
      <div class="title">
        <h1>{campaign.name}</h1>
        <Badge tone={toneOfStatus(campaign.status)}>{words(campaign.status)}</Badge>
        <span class="faint">
          made <Ago at={campaign.createdAt} /> by {campaign.createdBy}
        </span>
      </div>
      <Stale problem={live.problem} />
      <Actions campaign={campaign} changed={live.again} />
      <section class="panel" aria-label="Progress">
        <h2>
          {progress.ended} of {howMany(progress.total, "charge point has", "charge points have")} come to an end
          {campaign.reason && campaign.status !== "paused" && <span class="faint">{sentence(campaign.reason)}</span>}
        </h2>
        <Bar shares={sharesOf(progress)} total={progress.total} told={toldOf(progress)} />
        <Legend shares={sharesOf(progress)} />
        {!progress.total && campaign.filter && <p class="faint">Its charge points are looked up when it starts.</p>}
        {campaign.phases.length > 1 && (
          <ol class="phases">
            {campaign.phases.map((phase, number) => (
              <Phase key={number} campaign={campaign} phase={phase} number={number + 1} />
            ))}
          </ol>
        )}
      </section>
      <Failures campaign={campaign} />
      <Targets campaign={campaign} />
      <PlanFacts campaign={campaign} />
      {campaign.image && (
        <p class="faint">
          Its image is among the <Link to={["firmware-images"]}>firmware images</Link>.
        </p>
      )}
    </>
  );
}

function Phase({ campaign, phase, number }: { campaign: Campaign; phase: Campaign["progress"]; number: number }) {
  const plan = planOf(campaign).phases?.[number - 1];
  const going = number === campaign.phase && ["rolling out", "paused"].includes(campaign.status);
  return (
    <li aria-current={going ? "step" : undefined}>
      <strong>Phase {number}</strong>
      <span class="grow">
        <Bar shares={sharesOf(phase)} total={phase.total} told={`Phase ${number}: ${toldOf(phase)}`} />
      </span>
      <span class="faint">
        {phase.ended} of {phase.total}
        {plan && plan.successThreshold < 1 ? `, ${percent(plan.successThreshold)} have to succeed` : ""}
        {plan?.nextPhase === "manual" ? ", then it waits for you" : ""}
      </span>
    </li>
  );
}

function percent(share: number): string {
  return `${Math.round(share * 1000) / 10} %`;
}
