// Who gets in and who does not, what was reported of security, and what is wrong with what it says.
import type { PartGiven } from "../view.tsx";
import { ConnectivityPanel } from "./connectivity.tsx";
import { Deviations, RefusedCalls } from "./departures.tsx";
import { Events } from "./events.tsx";

export function Security({ id }: PartGiven) {
  return (
    <>
      <ConnectivityPanel id={id} />
      <RefusedCalls id={id} />
      <Deviations id={id} />
      <Events id={id} />
    </>
  );
}
