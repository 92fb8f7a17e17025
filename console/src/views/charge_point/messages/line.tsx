// One exchange: a CALL beside its answer, or what befell the connection.
import { Component } from "preact";
import type { Message } from "../../../api/types.ts";
import { clock, exactly } from "../../../parts/time.tsx";
import { gist, pretty } from "./frames.ts";
import type { Fault } from "./frames.ts";

const SLOW = 5000; // milliseconds for an answer

interface Given {
  message: Message;
  fault: Fault | undefined;
}

/** Of thousands only those that have changed are made anew. */
export class Line extends Component<Given> {
  override shouldComponentUpdate(next: Given): boolean {
    return next.message !== this.props.message || next.fault?.told !== this.props.fault?.told;
  }

  override render({ message, fault }: Given) {
    const ours = message.direction === "fromCsms";
    const took = message.milliseconds;
    return (
      <li class={fault ? "bad" : ""}>
        <details>
          <summary>
            <time dateTime={message.at} title={exactly(message.at)}>
              {clock(message.at)}
            </time>
            <span class={ours ? "arrow ours" : "arrow"} title={ours ? "from the CSMS" : "from the charge point"}>
              {ours ? "◀" : "▶"}
            </span>
            <strong>{message.action ?? (message.frame ? "Answer" : "Connection")}</strong>
            <span class="grow faint said-short">{fault?.told ?? gist(message)}</span>
            <span class={took !== undefined && took > SLOW ? "slow" : "faint"}>{took === undefined ? "" : `${took} ms`}</span>
          </summary>
          {fault && (
            <p class="fault">
              {fault.told} {fault.todo && <strong>{fault.todo}</strong>}
            </p>
          )}
          <div class="frames">
            {message.frame && <Frame told={ours ? "The CSMS says" : "The charge point says"} frame={message.frame} />}
            {message.answer && <Frame told={ours ? "The charge point answers" : "The CSMS answers"} frame={message.answer} />}
          </div>
        </details>
      </li>
    );
  }
}

function Frame({ told, frame }: { told: string; frame: string }) {
  return (
    <div>
      <small>{told}</small>
      <pre>{pretty(frame)}</pre>
    </div>
  );
}
