// The list that was sent last, and how far it is.
import type { LocalList } from "../../api/types.ts";
import { howMany } from "../../parts/how_many.ts";
import { Badge } from "../../parts/status.tsx";
import { Ago } from "../../parts/time.tsx";
import { words } from "../../parts/units.ts";

type Sent = NonNullable<LocalList["update"]>;

/** What a charge point means by it (§7.45), and what helps. */
const REFUSALS: Record<string, string> = {
  Failed: "The charge point could not take it: it may be too long for it. Send fewer id tags.",
  NotSupported: "The charge point has no local list, or it is switched off: set LocalAuthListEnabled to true.",
  VersionMismatch: "The charge point has another version than was thought: ask for its version, then send a new list.",
};

export function Update({ sent }: { sent: Sent }) {
  const status = String(sent.response?.["status"] ?? "");
  return (
    <section class={`panel ${sent.progress === "Failed" ? "attention" : ""}`} aria-label="The list that was sent last">
      <h2>
        Sent last <Standing sent={sent} />
        <span class="faint">
          by {sent.startedBy}, <Ago at={sent.startedAt} />
        </span>
      </h2>
      {sent.progress === "InProgress" && <progress max={sent.parts} value={sent.partsAccepted} aria-label="Parts that were accepted" />}
      <p role="status">
        {sent.parts > 1 || sent.progress === "InProgress" ? `${sent.partsAccepted} of ${howMany(sent.parts, "part")} accepted` : ""}
        {sent.progress === "InProgress" ? `; the next is ${words(sent.commandStatus ?? "Queued").toLowerCase()}.` : ""}
      </p>
      {sent.progress === "Failed" && (
        <p class="fault">{sent.stopped ?? REFUSALS[status] ?? unanswered(sent.commandStatus ?? undefined)}</p>
      )}
    </section>
  );
}

function Standing({ sent }: { sent: Sent }) {
  if (sent.progress === "Done") return <Badge tone="good">Accepted</Badge>;
  if (sent.progress === "InProgress") return <Badge tone="wait">On its way</Badge>;
  return <Badge tone="bad">{words(String(sent.response?.["status"] ?? sent.commandStatus ?? "Failed"))}</Badge>;
}

function unanswered(status: string | undefined): string {
  if (status === "NotConnected") return "The charge point was not connected, and nothing was sent: send it again once it is online.";
  if (status === "TimedOut") return "The charge point has not answered in time: ask for its version, then send the list again.";
  return "It was not accepted; the history of commands has the answer.";
}
