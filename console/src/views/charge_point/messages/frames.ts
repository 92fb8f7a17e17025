// Frames of OCPP-J as people read them.
import type { Message } from "../../../api/types.ts";
import { meaningOf } from "../errors.ts";

const CALL = 2;
const CALLERROR = 4;
const ANSWER_TAKES = 60_000; // milliseconds, and more than any answer is waited for

const ENDED_WELL = /^connection closed: 100[01]\b/; // by either side, as it should be

export interface Fault {
  told: string;
  todo: string | undefined;
}

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
  return [call, answer === "{}" ? "" : answer].filter(Boolean).join("  →  ") || (message.error ?? "");
}

function payload(frame: string | undefined): string {
  const said = parsed(frame);
  return Array.isArray(said) ? JSON.stringify(said.at(-1)) : (frame ?? "");
}

/** What went wrong, in words; undefined if nothing did. */
export function faultOf(message: Message, now: number): Fault | undefined {
  const answer = parsed(message.answer);
  if (Array.isArray(answer) && answer[0] === CALLERROR) {
    const [, , code, description] = answer as [number, string, string, string];
    const { told, todo } = meaningOf(code);
    return { told: [`${code}: ${told}`, description].filter(Boolean).join(" "), todo };
  }
  if (message.error && !ENDED_WELL.test(message.error)) return { told: message.error, todo: remedyOf(message.error) };
  const call = parsed(message.frame);
  if (!message.answer && Array.isArray(call) && call[0] === CALL && now - Date.parse(message.at) > ANSWER_TAKES) {
    return { told: "It was not answered.", todo: "See whether the connection ended meanwhile; if not, send it again." };
  }
  return undefined;
}

function remedyOf(error: string): string | undefined {
  if (/\b1009\b/.test(error)) return "Its message was too long: let it send fewer measurands with the stop of a transaction.";
  if (/\b1006\b/.test(error)) return "The network broke off; if that is often so, look at its signal or router.";
  if (/credential|password|profile/i.test(error)) return "Under Security stands what was tried, and what helps.";
  return undefined;
}

function parsed(frame: string | undefined): unknown {
  try {
    return frame ? JSON.parse(frame) : undefined;
  } catch {
    return undefined;
  }
}
