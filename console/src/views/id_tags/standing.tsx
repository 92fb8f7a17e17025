// How an id tag stands: what Authorize is answered, and why.
import type { IdTag } from "../../api/types.ts";
import { Badge } from "../../parts/status.tsx";
import type { Tone } from "../../parts/status.tsx";

interface Standing {
  name: string;
  tone: Tone;
  why: string;
}

export function standingOf(tag: IdTag): Standing {
  const group = tag.parentIdTag ?? "";
  if (tag.status === "Accepted") return { name: "May charge", tone: "good", why: "A charge point that asks is told Accepted." };
  if (tag.blocked) return { name: "Blocked", tone: "bad", why: "It may not charge until somebody unblocks it." };
  if (tag.status === "Blocked") return { name: "Group blocked", tone: "bad", why: `It may not charge, for its group ${group} is blocked.` };
  if (ended(tag)) return { name: "Expired", tone: "wait", why: "It may not charge, for its expiry date is over." };
  return { name: "Group expired", tone: "wait", why: `It may not charge, for its group ${group} has expired.` };
}

export function StandingBadge({ tag }: { tag: IdTag }) {
  const { name, tone, why } = standingOf(tag);
  return (
    <span title={why}>
      <Badge tone={tone}>{name}</Badge>
    </span>
  );
}

function ended({ expiryDate }: IdTag): boolean {
  return Boolean(expiryDate) && Date.parse(expiryDate ?? "") <= Date.now();
}
