// A file of what is shown, for the manufacturer.
import { useState } from "preact/hooks";
import type { ChargePoint, Message } from "../../../api/types.ts";
import { Dialog } from "../../../parts/dialog.tsx";
import { download } from "../../../parts/download.ts";
import { howMany } from "../../../parts/how_many.ts";
import { withoutIdTags } from "./redacting.ts";

export interface Filters {
  [name: string]: string;
}

interface Given {
  chargePoint: ChargePoint;
  /** The newest first. */
  messages: Message[];
  filters: Filters;
  leavesOut: string[];
  close: () => void;
}

/** The oldest first. */
function asText(head: string[], messages: Message[]): string {
  const lines = messages.map((one) => {
    const way = one.direction === "fromCsms" ? "CSMS → charge point" : "charge point → CSMS";
    const took = one.milliseconds === undefined ? [] : [`${one.milliseconds} ms`];
    const first = [one.at, way, one.action ?? (one.frame ? "answer" : "connection"), ...took].join("  ");
    const said = [one.frame, one.answer, one.error && `! ${one.error}`].filter((each) => each !== undefined);
    return [first, ...said.map((each) => `  ${each}`)].join("\n");
  });
  return `${[...head, "", ...lines].join("\n")}\n`;
}

export function Export({ chargePoint, messages, filters, leavesOut, close }: Given) {
  const [hidden, hide] = useState(true);
  const save = (format: "text" | "json") => {
    const told = (hidden ? withoutIdTags(messages) : messages).toReversed();
    const { id, boot } = chargePoint;
    const name = `${id.replace(/[^\w.-]/g, "_")}-messages-${new Date().toISOString().slice(0, 10)}`;
    const some = leavesOut.length ? ` Of ${leavesOut.join(" and ")} only what is stored nowhere else is kept.` : "";
    const note = `Secrets are left out by the CSMS${hidden ? "; id tags have other names" : ""}.${some}`;
    const asked = Object.entries(filters).filter(([, value]) => value);
    if (format === "json") {
      const whole = { chargePoint: id, boot, note, filters: Object.fromEntries(asked), messages: told };
      download(`${name}.json`, "application/json", `${JSON.stringify(whole, null, 2)}\n`);
    } else {
      const about = Object.entries(boot ?? {}).map(([key, value]) => `${key}: ${String(value)}`);
      const shown = asked.map(([key, value]) => `${key}: ${value}`).join(", ");
      const head = [`OCPP 1.6-J messages of ${id}, in UTC, ${told.length} of them`, ...about, ...(shown ? [`Only ${shown}`] : []), note];
      download(`${name}.txt`, "text/plain", asText(head, told));
    }
    close();
  };
  return (
    <Dialog title={`Export ${howMany(messages.length, "message")}`} close={close}>
      <p>What is shown goes into a file, with what the charge point says of itself. Passwords and keys are not in it.</p>
      <label class="check">
        <input type="checkbox" checked={hidden} onChange={(event) => hide(event.currentTarget.checked)} />
        Give id tags other names, for they tell who charges
      </label>
      <footer>
        <button onClick={() => save("json")}>Save as JSON</button>
        <button class="primary" onClick={() => save("text")}>
          Save as text
        </button>
      </footer>
    </Dialog>
  );
}
