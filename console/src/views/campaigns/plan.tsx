// What the operator has set: for whom, and within which limits.
import type { Campaign, Schemas } from "../../api/types.ts";
import { Fact } from "../../parts/facts.tsx";
import { howMany } from "../../parts/how_many.ts";
import { At } from "../../parts/time.tsx";

type Plan = Partial<Pick<Schemas["NewCampaign"], "phases" | "rollout" | "abort" | "window" | "whileCharging" | "endBehaviour">>;

/** As the API took it from whoever made the campaign. */
export function planOf(campaign: Campaign): Plan {
  return campaign.plan as Plan;
}

export function PlanFacts({ campaign }: { campaign: Campaign }) {
  const { rollout, abort, window, whileCharging, endBehaviour } = planOf(campaign);
  const filters = Object.entries({
    vendor: campaign.filter?.vendor,
    model: campaign.filter?.model,
    firmware: campaign.filter?.firmwareVersion,
  }).filter(([, value]) => value);
  return (
    <section class="panel" aria-label="What it does">
      <h2>What it does</h2>
      <dl class="facts">
        <Fact name="What">
          {campaign.rotateKeys ? "Another key for each charge point" : `Firmware ${campaign.firmwareVersion ?? "update"}`}
        </Fact>
        <Fact name="Charge points">
          {filters.length ? filters.map(([name, value]) => `${name} ${value}`).join(", ") : "a list"}
        </Fact>
        <Fact name="At once">
          {rollout?.concurrency ?? "–"} at most
          {rollout?.maximumPerMinute ? `, ${howMany(rollout.maximumPerMinute, "begins", "begin")} in a minute` : ""}
        </Fact>
        <Fact name="Stops by itself">
          {abort?.length
            ? abort.map(
                (rule) =>
                  `if more than ${Math.round(rule.share * 1000) / 10} % ${rule.on === "any" ? "do not succeed" : `end as ${rule.on}`}, of ${rule.atLeast ?? 1} at least`,
              ).join("; ")
            : "no"}
        </Fact>
        <Fact name="Hours">{window ? `${window.from} to ${window.to}, ${window.timeZone}` : "at any time"}</Fact>
        <Fact name="Where somebody charges">{whileCharging === "update" ? "it does not wait" : "it waits"}</Fact>
        {campaign.startTime && (
          <Fact name="Starts">
            <At at={campaign.startTime} />
          </Fact>
        )}
        {campaign.endTime && (
          <Fact name="Ends at the latest">
            <At at={campaign.endTime} />
            {endBehaviour === "leave" ? ", what goes on then is given up" : ""}
          </Fact>
        )}
        {campaign.endedAt && (
          <Fact name="Ended">
            <At at={campaign.endedAt} />
          </Fact>
        )}
      </dl>
    </section>
  );
}
