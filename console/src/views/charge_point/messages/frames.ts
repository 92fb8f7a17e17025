// Frames of OCPP-J as people read them.
import type { Message } from "../../api/types.ts";

const CALLERROR = 4;
const MEANINGS: Record<string, string> = {
  NotImplemented: "The action is not known to the other side.",
  NotSupported: "The action is known, and not supported.",
  InternalError: "The other side failed at it.",
  ProtocolError: "The payload is incomplete.",
  SecurityError: "It was refused for security reasons.",
  FormationViolation: "The payload is not formed as the action wants it.",
  PropertyConstraintViolation: "A value is outside of what is allowed.",
  OccurenceConstraintViolation: "A field is missing, or there once too often.",
  OccurrenceConstraintViolation: "A field is missing, or there once too often.",
  TypeConstraintViolation: "A value is of the wrong type.",
  GenericError: "Something else went wrong.",
};

export function pretty(frame: string): string {
  try {
    return JSON.stringify(JSON.parse(frame), null, 2);
  } catch {
    return frame;
  }
}

/** The payload of the CALL, and of its answer if that says anything. */
export function gist(message: Message): string {
  const call = payload(message.frame);
  const answer = payload(message.answer);
  return [call, answer === "{}" ? "" : answer].filter(Boolean).join("  →  ");
}

function payload(frame: string | undefined): string {
  const said = parsed(frame);
  return Array.isArray(said) ? JSON.stringify(said.at(-1)) : (frame ?? "");
}

/** What went wrong, in words; undefined if nothing did. */
export function explained(message: Message): string | undefined {
  const answer = parsed(message.answer);
  if (Array.isArray(answer) && answer[0] === CALLERROR) {
    const [, , code, description] = answer as [number, string, string, string];
    return [MEANINGS[code] ?? code, description].filter(Boolean).join(" ");
  }
  return message.error;
}

function parsed(frame: string | undefined): unknown {
  try {
    return frame ? JSON.parse(frame) : undefined;
  } catch {
    return undefined;
  }
}
