// Decisions without a page: which root certificates a charge point has, out of two sources.
import type { Item } from "../../../api/types.ts";

export type Known = Item<"/charge-points/{chargePointId}/certificates">;

export interface HashData {
  hashAlgorithm: string;
  issuerNameHash: string;
  issuerKeyHash: string;
  serialNumber: string;
}

export interface Root {
  type: string;
  /** Undefined: it was never installed from here. */
  installed: Known | undefined;
  /** As the charge point reported it; undefined if no report has it. */
  reported: HashData | undefined;
}

function same(one: HashData, other: HashData): boolean {
  const parts = (each: HashData) => [each.hashAlgorithm, each.issuerNameHash, each.issuerKeyHash, each.serialNumber].join().toLowerCase();
  return parts(one) === parts(other);
}

function hashesOf(known: Known): HashData[] {
  return (known.hashData ?? []) as unknown as HashData[];
}

/** Those that were installed from here, then those that it has besides. */
export function rootsOf(all: Known[]): Root[] {
  const reports = all.filter((each) => each.pem === undefined);
  const installed = all.filter((each) => each.pem !== undefined);
  const own = installed.map((each) => {
    const report = reports.find((one) => one.certificateType === each.certificateType);
    const reported = report && hashesOf(report).find((hash) => hashesOf(each).some((one) => same(one, hash)));
    return { type: each.certificateType, installed: each, reported };
  });
  const taken = own.map((each) => each.reported);
  const others = reports.flatMap((report) =>
    hashesOf(report)
      .filter((hash) => !taken.includes(hash))
      .map((reported) => ({ type: report.certificateType, installed: undefined, reported })),
  );
  return [...own, ...others];
}

export function reportedAt(all: Known[]): string | undefined {
  return all.flatMap((each) => (each.pem === undefined && each.reportedAt ? [each.reportedAt] : [])).sort().at(-1);
}
