// All id tags as a file, part behind part as the API links them.
import { useEffect, useRef, useState } from "preact/hooks";
import { part, urlOf } from "../../api/client.ts";
import type { ApiProblem } from "../../api/client.ts";
import { asProblem } from "../../api/live.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { download } from "../../parts/download.ts";
import { Failure } from "../../parts/said.tsx";

const CSV = "text/csv";
const MOST = 200; // in a part
const LINE = "\r\n";

export function ExportButton() {
  const [rows, count] = useState<number>();
  const [problem, fail] = useState<ApiProblem>();
  const ending = useRef<AbortController>(undefined);
  useEffect(() => () => ending.current?.abort(), []);
  const begin = async () => {
    const own = (ending.current = new AbortController());
    const texts: string[] = [];
    let so_far = 0;
    let next: string | undefined = urlOf("/id-tags/export", { query: { format: "csv", limit: MOST } });
    count(0);
    try {
      while (next !== undefined) {
        const got = await part(next, CSV, own.signal);
        texts.push(texts.length ? got.text.slice(got.text.indexOf(LINE) + LINE.length) : got.text);
        so_far += Math.max(0, got.text.split(LINE).length - 2);
        count(so_far);
        next = got.next;
      }
      download("id-tags.csv", CSV, texts);
    } catch (error) {
      if (!own.signal.aborted) fail(asProblem(error));
    }
    count(undefined);
  };
  return (
    <>
      <button disabled={rows !== undefined} onClick={() => void begin()}>
        {rows === undefined ? "Export all" : `Exporting, ${rows} so far…`}
      </button>
      {problem && (
        <Dialog title="The export failed" close={() => fail(undefined)}>
          <Failure problem={problem} />
        </Dialog>
      )}
    </>
  );
}
