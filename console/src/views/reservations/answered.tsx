// How a command about a reservation went: until the charge point has answered, and then what it said.
import type { ApiProblem } from "../../api/client.ts";
import type { Command } from "../../api/types.ts";
import { Failure } from "../../parts/said.tsx";
import { words } from "../../parts/units.ts";
import { isWaiting } from "./following.ts";

interface Given {
  busy: boolean;
  problem: ApiProblem | undefined;
  command: Command | undefined;
  /** What an answer means: undefined for a refusal of which `refused` tells. */
  accepted: string;
  refused: (status: string) => string;
}

const UNSENT: Record<string, string> = {
  NotConnected: "The charge point is not connected, and nothing was sent: try again once it is online.",
  NotAccepted: "The charge point is not accepted yet, and nothing was sent: accept it first.",
  TimedOut: "The charge point has not answered in time: look at its messages, then try again.",
  ConnectionLost: "The connection has ended before there was an answer: look at the list once it is back.",
  Expired: "It was not sent in time.",
  Cancelled: "An operator has taken it back before it was sent.",
};

export function Answered({ busy, problem, command, accepted, refused }: Given) {
  if (problem) return <Failure problem={problem} />;
  if (busy || isWaiting(command)) {
    return (
      <div class="progress-line" role="status">
        <progress aria-label="Waiting for the charge point" />
        <span>Waiting for the charge point to answer…</span>
      </div>
    );
  }
  if (!command) return null;
  const status = String(command.response?.["status"] ?? "");
  if (command.status === "Answered" && status === "Accepted") {
    return (
      <p class="said good" role="status">
        {accepted}
      </p>
    );
  }
  const told =
    command.status === "Answered"
      ? refused(status)
      : (UNSENT[command.status] ?? command.error?.description ?? `The command ended as ${words(command.status)}.`);
  return (
    <div class="said bad" role="alert">
      <strong>{words(status || command.status)}</strong>
      <p>{told}</p>
    </div>
  );
}

export function wasAccepted(command: Command | undefined): boolean {
  return command?.status === "Answered" && command.response?.["status"] === "Accepted";
}
