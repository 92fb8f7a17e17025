// Decisions without a page: messages that do not tell who charged.
import type { Message } from "../../../api/types.ts";

const ID_TAG = /("(?:parentI|i)dTag"\s*:\s*)"((?:[^"\\]|\\.?)*)("|$)/gi; // or the frame was cut there

/** Each id tag has a name of its own instead, the same wherever it stands. */
export function withoutIdTags(messages: Message[]): Message[] {
  const names = new Map<string, string>();
  const named = (frame: string) =>
    frame.replace(ID_TAG, (_, before: string, tag: string, end: string) => {
      const name = names.get(tag) ?? `id-tag-${names.size + 1}`;
      names.set(tag, name);
      return `${before}"${name}${end}`;
    });
  return messages.map(({ frame, answer, ...rest }) => ({
    ...rest,
    ...(frame === undefined ? {} : { frame: named(frame) }),
    ...(answer === undefined ? {} : { answer: named(answer) }),
  }));
}
