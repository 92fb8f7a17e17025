// What an operator types for an id tag, and what of it is to be changed.
import type { IdTag } from "../../api/types.ts";
import { exactly, fromLocal, toLocal } from "../../parts/time.tsx";

export interface Draft {
  parentIdTag: string;
  /** In the operator's time zone, as an input has it. */
  expiryDate: string;
  blocked: boolean;
  maxActiveTransactions: string;
}

export type Field = keyof Draft;

export const FIELDS: Record<Field, string> = {
  parentIdTag: "Group",
  expiryDate: "Expires",
  blocked: "Blocked",
  maxActiveTransactions: "At the same time",
};

export const NAMES = Object.keys(FIELDS) as Field[];

export const BLANK: Draft = { parentIdTag: "", expiryDate: "", blocked: false, maxActiveTransactions: "" };

export function draftOf(tag: IdTag): Draft {
  return {
    parentIdTag: tag.parentIdTag ?? "",
    expiryDate: toLocal(tag.expiryDate ?? undefined),
    blocked: tag.blocked,
    maxActiveTransactions: tag.maxActiveTransactions == null ? "" : String(tag.maxActiveTransactions),
  };
}

export function spelled(draft: Draft, field: Field): string {
  if (field === "blocked") return draft.blocked ? "yes" : "no";
  if (field === "expiryDate") return draft.expiryDate ? exactly(fromLocal(draft.expiryDate) ?? draft.expiryDate) : "never";
  return draft[field] || (field === "parentIdTag" ? "none" : "no limit");
}

/** As the API takes it: null removes what is set. */
export function valueOf(draft: Draft, field: Field): string | number | boolean | null {
  if (field === "blocked") return draft.blocked;
  if (field === "expiryDate") return fromLocal(draft.expiryDate) ?? null;
  if (field === "parentIdTag") return draft.parentIdTag.trim() || null;
  return draft.maxActiveTransactions ? Number(draft.maxActiveTransactions) : null;
}

export function differing(draft: Draft, base: Draft): Field[] {
  return NAMES.filter((field) => draft[field] !== base[field]);
}

export function bodyOf(draft: Draft, fields: Field[]): Record<string, unknown> {
  return Object.fromEntries(fields.map((field) => [field, valueOf(draft, field)]));
}

/** What was typed stays; what was not is as somebody else has set it meanwhile. */
export function rebased(draft: Draft, base: Draft, theirs: Draft): Draft {
  const typed = differing(draft, base);
  return Object.fromEntries(NAMES.map((field) => [field, typed.includes(field) ? draft[field] : theirs[field]])) as unknown as Draft;
}
