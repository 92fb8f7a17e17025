// All id tags as a file.
import { useEffect } from "preact/hooks";
import { useExport } from "../../api/exporting.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { download } from "../../parts/download.ts";
import { Failure } from "../../parts/said.tsx";

export function ExportButton() {
  const { busy, rows, problem, done, begin, goOn, stop } = useExport();
  useEffect(() => stop, []);
  useEffect(() => {
    if (done) download("id-tags.csv", "text/csv", done.texts);
  }, [done]);
  return (
    <>
      <button disabled={busy} onClick={() => begin("/id-tags/export", "csv", { limit: 200 })}>
        {busy ? `Exporting, ${rows} so far…` : "Export all"}
      </button>
      {problem && (
        <Dialog title="The export failed" close={stop}>
          <Failure problem={problem} again={goOn} />
        </Dialog>
      )}
    </>
  );
}
