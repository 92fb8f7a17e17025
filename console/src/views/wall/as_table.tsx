// The same in rows, for who reads rather than looks.
import { Link } from "../../parts/link.tsx";
import { Badge, StatusBadge } from "../../parts/status.tsx";
import { Table } from "../../parts/table.tsx";
import type { Column } from "../../parts/table.tsx";
import { Ago } from "../../parts/time.tsx";
import { words } from "../../parts/units.ts";
import { statusOf } from "../fleet/standing.ts";
import { errorOf, shownAs } from "./kinds.ts";
import type { Block, Cell } from "./kinds.ts";

interface Row extends Cell {
  block: Block;
}

const COLUMNS: Column<Row>[] = [
  {
    name: "Charge point",
    width: "minmax(8rem, 1.4fr)",
    cell: ({ block }) => <Link to={["charge-points", block.chargePoint.id]}>{block.chargePoint.id}</Link>,
  },
  { name: "Connector", width: "minmax(4rem, 0.6fr)", cell: ({ connector }) => connector?.connectorId ?? "–" },
  {
    name: "State",
    width: "minmax(7rem, 1fr)",
    cell: ({ kind, connector }) => (kind === "offline" ? <Badge tone="off">Offline</Badge> : <StatusBadge status={connector && statusOf(connector)} />),
  },
  { name: "Since", width: "minmax(6rem, 0.8fr)", cell: ({ connector }) => <Ago at={connector?.receivedAt} /> },
  {
    name: "What is wrong",
    width: "minmax(8rem, 1.4fr)",
    cell: ({ connector, block }) => words((connector && errorOf(connector)) ?? (block.kind === "problem" ? shownAs("problem").name : "")),
  },
];

export function AsTable({ blocks }: { blocks: Block[] }) {
  const rows = blocks.flatMap((block) => block.cells.map((cell): Row => ({ ...cell, block })));
  return (
    <Table
      label="Connectors"
      items={rows}
      columns={COLUMNS}
      keyOf={({ block, connector }) => `${block.chargePoint.id} ${connector?.connectorId ?? ""}`}
      rowHeight={40}
      toneOf={({ kind }) => (kind === "faulted" ? "urgent" : "")}
    />
  );
}
