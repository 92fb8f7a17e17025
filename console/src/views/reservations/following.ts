// A command that has not been answered in time is looked after until it is.
import { useLive } from "../../api/live.ts";
import type { Command } from "../../api/types.ts";

const WAITING = ["Queued", "Sent"];

export function isWaiting(command: Command | undefined): boolean {
  return command !== undefined && WAITING.includes(command.status);
}

export function useFollowed(chargePointId: string, command: Command | undefined): Command | undefined {
  const params = { chargePointId, commandId: command?.commandId };
  const path = "/charge-points/{chargePointId}/commands/{commandId}";
  const now = useLive(isWaiting(command) ? path : null, { params });
  return now.data ?? command;
}
