// An image is made known, and brought: with its progress, and once more if that broke off.
import { useEffect, useRef, useState } from "preact/hooks";
import { send } from "../../api/client.ts";
import type { ApiProblem } from "../../api/client.ts";
import { uploaded } from "../../api/files.ts";
import { asProblem, useLive } from "../../api/live.ts";
import type { FirmwareImage } from "../../api/types.ts";
import { Meter } from "../../parts/bar.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { Failure } from "../../parts/said.tsx";
import { bytes } from "../../parts/units.ts";
import { digestOf, nameOf } from "./file.ts";
import { Given, NOTHING_SAID } from "./given.tsx";

type Stage = "form" | "digest" | "upload" | "arrival" | "there";

export function AddImage({ close }: { close: () => void }) {
  const [said, say] = useState(NOTHING_SAID);
  const [stage, goTo] = useState<Stage>("form");
  const [share, tell] = useState(0);
  const [made, keep] = useState<FirmwareImage>();
  const [problem, setProblem] = useState<ApiProblem>();
  const stop = useRef<() => void>(() => undefined);
  useEffect(() => () => stop.current(), []);
  const { file } = said;
  const arriving = useLive(stage === "arrival" && made ? "/firmware-images/{imageId}" : null, { params: { imageId: made?.imageId } });
  useEffect(() => {
    if (arriving.data?.status === "Available") goTo("there");
  }, [arriving.data]);
  const bring = async (image: FirmwareImage, from: File) => {
    goTo("upload");
    const upload = uploaded(from, image.upload ?? "", tell);
    stop.current = upload.stop;
    await upload.done;
    goTo("arrival");
  };
  const add = async () => {
    setProblem(undefined);
    try {
      if (made && file) return await bring(made, file); // it is known already
      const { vendor, model, version, location } = said;
      const texts = { vendor, model, firmwareVersion: version, location: file ? "" : location };
      if (file) goTo("digest");
      const sha256 = file ? await digestOf(file) : undefined;
      const body = {
        name: nameOf(file ? file.name : location),
        ...(sha256 ? { sha256 } : {}),
        ...Object.fromEntries(Object.entries(texts).filter(([, text]) => text.trim()).map(([name, text]) => [name, text.trim()])),
      };
      const image = (await send("POST", "/firmware-images", {}, body)) as FirmwareImage;
      keep(image);
      if (file) await bring(image, file);
      else goTo("there");
    } catch (error) {
      setProblem(asProblem(error));
      goTo("form");
    }
  };
  const submit = (event: Event) => {
    event.preventDefault();
    void add();
  };
  if (stage === "there" && made) {
    return (
      <Dialog title={`${made.name} can be used`} close={close}>
        <p role="status">Update one charge point with it first, at its page, then all others by a campaign.</p>
        <footer>
          <button class="primary" onClick={close}>
            Done
          </button>
        </footer>
      </Dialog>
    );
  }
  return (
    <Dialog title="Add a firmware image" close={close}>
      {stage === "form" ? (
        <form onSubmit={submit}>
          <Given said={said} say={say} known={made !== undefined} />
          {problem && <Failure problem={problem} />}
          <footer>
            <button type="button" onClick={close}>
              Leave it
            </button>
            <button class="primary">{made ? "Upload it once more" : "Add"}</button>
          </footer>
        </form>
      ) : (
        <>
          <p>
            {file?.name}, {bytes(file?.size)}
          </p>
          {stage === "digest" && <Meter done={0} told="Working out its SHA-256…" />}
          {stage === "upload" && <Meter done={share} told={`${Math.floor(share * 100)} % uploaded`} />}
          {stage === "arrival" && <Meter done={1} told="It was uploaded; waiting until it is known…" />}
          <footer>
            {stage === "upload" && <button onClick={() => stop.current()}>Stop the upload</button>}
            {stage === "arrival" && <button onClick={close}>Go on without waiting</button>}
          </footer>
        </>
      )}
    </Dialog>
  );
}
