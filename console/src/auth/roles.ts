// Who may do what; what one may not do is not offered.
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Role } from "../api/types.ts";
import type { Configuration } from "./oidc.ts";

const RANKS: Role[] = ["viewer", "operator", "admin"];

export interface Operator {
  name: string;
  role: Role;
  configuration: Configuration;
  signOut: () => void;
}

export const OperatorContext = createContext<Operator | null>(null);

export function useOperator(): Operator {
  const operator = useContext(OperatorContext);
  if (!operator) throw new Error("nobody has signed in");
  return operator;
}

export function suffices(role: Role, least: Role): boolean {
  return RANKS.indexOf(role) >= RANKS.indexOf(least);
}

export function useMay(least: Role): boolean {
  return suffices(useOperator().role, least);
}
