// What it shows to get in, and whom it trusts.
import type { PartGiven } from "../view.tsx";
import { Own } from "./own.tsx";
import { Requests } from "./requests.tsx";
import { Trusted } from "./trusted.tsx";

export function Certificates({ id, chargePoint }: PartGiven) {
  return (
    <>
      <Own id={id} connected={chargePoint.connected} />
      <Requests id={id} />
      <Trusted id={id} connected={chargePoint.connected} />
    </>
  );
}
