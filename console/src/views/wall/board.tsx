// The cells: on a canvas that is as large as what is seen of them.
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { useLook } from "../../parts/theme.ts";
import { words } from "../../parts/units.ts";
import { addressOf, go } from "../../router.ts";
import { statusOf } from "../fleet/standing.ts";
import { draw } from "./drawing.ts";
import { errorOf, shownAs } from "./kinds.ts";
import type { Block } from "./kinds.ts";
import { found, laidOut } from "./layout.ts";
import type { Place } from "./layout.ts";

export function Board({ blocks, told }: { blocks: Block[]; told: string }) {
  const around = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [[width, height], measure] = useState([0, 0]);
  const [from, scrolled] = useState(0);
  const [pointed, point] = useState<{ text: string; x: number; y: number }>();
  const look = useLook();
  const layout = useMemo(() => laidOut(blocks, width, height), [blocks, width, height]);
  useEffect(() => {
    const element = around.current;
    if (!element) return undefined;
    const sizes = new ResizeObserver(() => measure([element.clientWidth, element.clientHeight]));
    sizes.observe(element);
    return () => sizes.disconnect();
  }, []);
  useEffect(() => {
    if (canvas.current && width) draw(canvas.current, layout, from);
  }, [layout, width, height, from, look]);
  const under = (event: MouseEvent) => {
    const edge = canvas.current?.getBoundingClientRect();
    const [x, y] = [event.clientX - (edge?.left ?? 0), event.clientY - (edge?.top ?? 0)];
    return { x, y, hit: found(layout, x, y + from) };
  };
  const move = (event: MouseEvent) => {
    const { x, y, hit } = under(event);
    point(hit && { text: described(hit.place, hit.cell), x: Math.min(x, width - 240), y: y > height / 2 ? y - 48 : y + 20 });
  };
  const click = (event: MouseEvent) => {
    const { hit } = under(event);
    if (hit) go(addressOf("charge-points", hit.place.block.chargePoint.id));
  };
  return (
    <div class="board" ref={around} onScroll={(event) => scrolled(event.currentTarget.scrollTop)} tabIndex={layout.height > height ? 0 : undefined}>
      <div class="extent" style={{ height: `${Math.max(height, layout.height)}px` }}>
        <canvas
          ref={canvas}
          role="img"
          aria-label={told}
          class={pointed ? "hit" : ""}
          style={{ width: `${width}px`, height: `${height}px` }}
          onMouseMove={move}
          onMouseLeave={() => point(undefined)}
          onClick={click}
        />
        {pointed && (
          <span class="pointed" style={{ left: `${pointed.x}px`, top: `${pointed.y + from}px` }}>
            {pointed.text}
          </span>
        )}
      </div>
    </div>
  );
}

function described({ block }: Place, number: number): string {
  const cell = block.cells[number];
  const { id } = block.chargePoint;
  if (!cell?.connector) return `${id}: ${shownAs(block.kind).name}`;
  const status = statusOf(cell.connector) ?? shownAs("unknown").name;
  const said = [cell.kind === "offline" ? "Offline, last" : "", words(status), words(errorOf(cell.connector) ?? "")];
  return `${id}, connector ${cell.connector.connectorId}: ${said.filter(Boolean).join(" ")}`;
}
