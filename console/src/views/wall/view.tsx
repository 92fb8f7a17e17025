// The wall: every connector at once, for a screen that hangs where all can see it.
import { useEffect, useMemo } from "preact/hooks";
import { SLOW, useLive } from "../../api/live.ts";
import { turnOf, usePaged } from "../../api/paged.ts";
import { howMany } from "../../parts/how_many.ts";
import { Empty, Failure, Loading, Stale } from "../../parts/said.tsx";
import { Search } from "../../parts/search.tsx";
import { clock, useNow, zoneMark } from "../../parts/time.tsx";
import { filter, useAddress } from "../../router.ts";
import { Where } from "../fleet/adding.tsx";
import { AsTable } from "./as_table.tsx";
import { Board } from "./board.tsx";
import { useFullScreen } from "./full_screen.ts";
import { blockOf, KINDS, rank } from "./kinds.ts";
import type { Block, Kind } from "./kinds.ts";
import { WrongList, wrongsOf } from "./wrong.tsx";
import "./wall.css";

const PART = 100;
const MOST = 10_000; // charge points

export function WallView() {
  const { query } = useAddress();
  const [q, show, order] = [query.get("q") ?? "", query.get("show"), query.get("order")];
  const asTable = query.get("as") === "table";
  const fleet = usePaged("/charge-points", { query: { q } }, PART, MOST);
  const totals = useLive("/fleet", {}, SLOW);
  const problems = useLive("/problems", { query: { limit: 200 } }, SLOW / 2);
  const full = useFullScreen(query.get("full") !== null, (on) => filter({ full: on ? "1" : null }));
  const raised = problems.data?.items ?? [];
  const all = useMemo(() => {
    const many = new Set(raised.map((one) => one.chargePointId));
    return fleet.items.map((one) => blockOf(one, many.has(one.id) ? 1 : 0));
  }, [fleet.items, problems.data]);
  const shown = useMemo(() => {
    const some = show ? all.filter((block) => block.kind === show || block.cells.some((cell) => cell.kind === show)) : all;
    return order === "worst" ? [...some].sort((a, b) => rank(a.kind) - rank(b.kind)) : some;
  }, [all, show, order]);
  const wrongs = useMemo(() => wrongsOf(shown, raised), [shown, problems.data]);
  const counts = useMemo(() => counted(all), [all]);
  // every part has its turn, for all of them are on the screen
  useEffect(() => fleet.seen(fleet.items.map((_, place) => place).filter((place) => place % PART === 0)), [fleet.items.length]);
  const total = totals.data?.chargePoints.number;
  const connectors = all.reduce((sum, block) => sum + block.cells.length, 0);
  const told = `${KINDS.filter(({ key }) => counts.get(key)).map(({ key, name }) => `${counts.get(key)} ${name.toLowerCase()}`).join(", ")}; ${howMany(connectors, "connector")} of ${howMany(all.length, "charge point")}`;
  return (
    <div class={full.on ? "wall full" : "wall"}>
      <div class="title">
        <h1>Wall</h1>
        <Clock />
        <span class="faint">
          {howMany(connectors, "connector")}, {howMany(all.length, "charge point")}
          {fleet.more && total ? `, ${total - all.length} more to come` : ""}
          {fleet.items.length > 3 * PART ? `; each is at most ${turnOf(fleet.items.length / PART)} s old` : ""}
        </span>
        <span class="right">
          <Search label="Search by id" value={q} change={(text) => filter({ q: text })} />
          <button class="small" aria-pressed={order === "worst"} onClick={() => filter({ order: order === "worst" ? null : "worst" })}>
            Worst first
          </button>
          <button class="small" aria-pressed={asTable} onClick={() => filter({ as: asTable ? null : "table" })}>
            As a table
          </button>
          <button class="small" aria-pressed={full.on} onClick={full.turn}>
            Full screen
          </button>
        </span>
      </div>
      <Stale problem={fleet.loaded ? fleet.problem : undefined} />
      <div class="kinds" role="group" aria-label="Show only">
        {KINDS.filter(({ key }) => key !== "unknown" || counts.get(key)).map(({ key, letter, name }) => (
          <button key={key} class={counts.get(key) ? key : `${key} none`} aria-pressed={show === key} onClick={() => filter({ show: show === key ? null : key })}>
            <b class="mark" aria-hidden="true">
              {letter}
            </b>
            <b>{counts.get(key) ?? 0}</b> {name}
          </button>
        ))}
      </div>
      {fleet.problem && !fleet.loaded ? (
        <Failure problem={fleet.problem} />
      ) : !fleet.loaded ? (
        <Loading />
      ) : !shown.length ? (
        <Empty title={all.length ? "No connector is like that." : q ? "No charge point has such an id." : "There is no charge point yet."}>
          {all.length || q ? <button onClick={() => filter({ show: null, q: null })}>Show all</button> : <Where id={undefined} />}
        </Empty>
      ) : (
        <div class="sides">
          {asTable ? <AsTable blocks={shown} /> : <Board blocks={shown} told={told} />}
          <section class="wrong panel" aria-label="What is wrong">
            <h2>{wrongs.length ? `Wrong: ${wrongs.length}` : "All is well"}</h2>
            <WrongList wrongs={wrongs} />
          </section>
        </div>
      )}
    </div>
  );
}

function Clock() {
  const now = useNow();
  return (
    <time class="clock" role="timer" aria-label="The time">
      {clock(new Date(now).toISOString())}
      <small>{zoneMark()}</small>
    </time>
  );
}

/** Connectors by their kind; of problems the charge points that have one. */
function counted(blocks: Block[]): Map<Kind, number> {
  const counts = new Map<Kind, number>();
  const add = (kind: Kind) => counts.set(kind, (counts.get(kind) ?? 0) + 1);
  for (const block of blocks) {
    for (const cell of block.cells) if (cell.kind !== "problem") add(cell.kind);
    if (block.kind === "problem" || block.cells.some((cell) => cell.kind === "problem")) add("problem");
  }
  return counts;
}
