// What one can do with a campaign as it stands; what cannot be undone asks.
import { useState } from "preact/hooks";
import { useChange } from "../../api/change.ts";
import type { Campaign } from "../../api/types.ts";
import { useMay } from "../../auth/roles.ts";
import { Confirm } from "../../parts/dialog.tsx";
import { howMany } from "../../parts/how_many.ts";
import { Failure } from "../../parts/said.tsx";
import { sentence } from "../../parts/units.ts";

type Deed = "start" | "pause" | "resume" | "next-phase" | "cancel";

export function Actions({ campaign, changed }: { campaign: Campaign; changed: () => void }) {
  const mayChange = useMay("operator");
  const change = useChange();
  const [asking, ask] = useState<"next-phase" | "cancel">();
  const { status, phases, phase, progress } = campaign;
  const open = ["draft", "scheduled", "rolling out", "paused"].includes(status);
  if (!mayChange || !open) return null;
  const does = async (deed: Deed) => {
    await change.make("POST", `/campaigns/{campaignId}/${deed}`, { params: { campaignId: campaign.campaignId } });
    changed();
  };
  const goes = ["rolling out", "paused"].includes(status);
  const next = goes && phase < phases.length;
  const byItself = status === "paused" && /^phase \d+ has ended/.test(campaign.reason ?? ""); // to go on is to begin the next
  return (
    <div class="said doing">
      {campaign.waitsForNextPhase && (
        <p>
          <strong>Phase {phase} has succeeded.</strong> Look at its charge points, then begin the next phase.
        </p>
      )}
      {status === "paused" && (
        <p>
          <strong>It is paused.</strong> {sentence(campaign.reason)}. What has begun goes on; nothing more begins.
        </p>
      )}
      {status === "draft" && <p>It is a draft: nothing happens until you start it.</p>}
      <div class="actions">
        {status === "draft" && (
          <button class="primary" disabled={change.busy} onClick={() => void does("start")}>
            Start
          </button>
        )}
        {next && (
          <button
            class={campaign.waitsForNextPhase ? "primary" : ""}
            disabled={change.busy}
            onClick={() => (campaign.waitsForNextPhase ? void does("next-phase") : ask("next-phase"))}
          >
            Begin phase {phase + 1}
            {byItself ? " all the same…" : ""}
          </button>
        )}
        {status === "rolling out" && (
          <button disabled={change.busy} onClick={() => void does("pause")}>
            Pause
          </button>
        )}
        {status === "paused" && !(byItself && next) && (
          <button class="primary" disabled={change.busy} onClick={() => void does("resume")}>
            Go on
          </button>
        )}
        <button class="danger" disabled={change.busy} onClick={() => ask("cancel")}>
          Cancel campaign…
        </button>
      </div>
      {change.problem && <Failure problem={change.problem} />}
      {asking === "cancel" && (
        <Confirm
          title={`Cancel ${campaign.name}`}
          told={losses(progress)}
          does="Cancel the campaign"
          doIt={() => void does("cancel")}
          close={() => ask(undefined)}
        />
      )}
      {asking === "next-phase" && (
        <Confirm
          title={`Begin phase ${phase + 1}`}
          told={`Phase ${phase} has not succeeded yet. ${howMany(phases[phase]?.total ?? 0, "more charge point begins", "more charge points begin")} all the same.`}
          does={`Begin phase ${phase + 1}`}
          doIt={() => void does("next-phase")}
          close={() => ask(undefined)}
        />
      )}
    </div>
  );
}

function losses({ queued, inProgress }: Campaign["progress"]): string {
  const never = queued ? `${howMany(queued, "charge point is", "charge points are")} never reached by it. ` : "";
  const middle = inProgress ? `${howMany(inProgress, "in the middle goes", "in the middle go")} on to the end. ` : "";
  return `${never}${middle}A campaign that is cancelled cannot be started again.`;
}
