// Those that have not succeeded, by how they ended, and what helps.
import type { Campaign } from "../../api/types.ts";
import { useMay } from "../../auth/roles.ts";
import { Link } from "../../parts/link.tsx";
import { filter, useAddress } from "../../router.ts";
import { countOf, ENDS, FAILED, UNDONE } from "./ends.ts";

export function Failures({ campaign }: { campaign: Campaign }) {
  const { query } = useAddress();
  const mayChange = useMay("operator");
  const { progress } = campaign;
  const undone = UNDONE.filter((end) => progress.ends[end]);
  if (!undone.length) return null;
  const failed = countOf(progress, FAILED) > 0;
  return (
    <section class={`panel ${failed ? "attention" : ""}`} aria-label="Not updated">
      <h2>
        {countOf(progress, undone)} did not get it
        {mayChange && (
          <Link to={["campaigns", "new"]} query={`again=${encodeURIComponent(campaign.campaignId)}`}>
            Make another campaign for them
          </Link>
        )}
      </h2>
      <ul class="lines">
        {undone.map((end) => (
          <li key={end}>
            <button
              class="small"
              aria-pressed={query.get("state") === end}
              onClick={() => filter({ state: query.get("state") === end ? null : end })}
            >
              {progress.ends[end]} {ENDS[end]?.name.toLowerCase()}
            </button>
            <span class="grow">{ENDS[end]?.remedy}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
