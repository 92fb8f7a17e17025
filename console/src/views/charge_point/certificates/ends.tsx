// When a certificate ends, and whether that is soon.
import { Badge } from "../../../parts/status.tsx";
import { exactly, useNow } from "../../../parts/time.tsx";

const DAY = 86_400_000; // milliseconds
const SOON = 30; // days

export function Ends({ at }: { at: string | undefined }) {
  const now = useNow(60);
  if (!at) return <span class="faint">nobody knows until when</span>;
  const days = Math.floor((Date.parse(at) - now) / DAY);
  const told = days < 0 ? "has ended" : days === 0 ? "ends today" : days === 1 ? "ends in a day" : `ends in ${days} days`;
  return (
    <span title={exactly(at)}>
      <Badge tone={days < 0 ? "bad" : days < SOON ? "wait" : "good"}>{told}</Badge>
    </span>
  );
}
