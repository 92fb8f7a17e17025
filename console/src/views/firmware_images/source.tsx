// Which firmware: an image that was uploaded, or one that lies at an address.
import { useEffect } from "preact/hooks";
import { usePaged } from "../../api/paged.ts";
import type { FirmwareImage } from "../../api/types.ts";
import { Link } from "../../parts/link.tsx";
import { Failure } from "../../parts/said.tsx";
import { AddressField } from "./address.tsx";

export interface Source {
  from: "image" | "address";
  image: string;
  location: string;
  version: string;
  sign: boolean;
}

export const NO_SOURCE: Source = { from: "image", image: "", location: "", version: "", sign: false };
const PART = 100;
const MOST = 500;

/** As the API takes it. */
export function saidOf({ from, image, location, version, sign }: Source) {
  const where = from === "image" ? { image, ...(sign ? { sign } : {}) } : { location: location.trim() };
  return { ...where, ...(version.trim() ? { firmwareVersion: version.trim() } : {}) };
}

export function SourceFields({ source, change }: { source: Source; change: (source: Source) => void }) {
  const images = usePaged("/firmware-images", {}, PART, MOST);
  useEffect(() => images.seen([images.items.length]), [images.items.length]);
  const there = images.items.filter((one) => one.status === "Available");
  const chosen = there.find((one) => one.imageId === source.image);
  const choose = (image: FirmwareImage | undefined) =>
    change({ ...source, image: image?.imageId ?? "", version: image?.firmwareVersion ?? source.version, sign: false });
  useEffect(() => {
    if (chosen?.firmwareVersion && !source.version) choose(chosen); // which the address has named
  }, [chosen?.imageId]);
  return (
    <>
      <div class="choices" role="radiogroup" aria-label="Where the firmware is">
        <label class="choice">
          <input type="radio" name="source" checked={source.from === "image"} onChange={() => change({ ...source, from: "image" })} /> An image of ours
        </label>
        <label class="choice">
          <input type="radio" name="source" checked={source.from === "address"} onChange={() => change({ ...source, from: "address" })} /> At an address
        </label>
      </div>
      {source.from === "image" ? (
        <label>
          Image
          <select required value={source.image} onChange={(event) => choose(there.find((one) => one.imageId === event.currentTarget.value))}>
            <option value="">Choose one</option>
            {there.map((one) => (
              <option key={one.imageId} value={one.imageId}>
                {[one.name, one.vendor, one.model].filter(Boolean).join(" · ")}
              </option>
            ))}
          </select>
          {images.problem && <Failure problem={images.problem} />}
          {images.loaded && !there.length && (
            <small>
              None has been uploaded yet: do that among the <Link to={["firmware-images"]}>firmware images</Link>.
            </small>
          )}
        </label>
      ) : (
        <AddressField value={source.location} change={(location) => change({ ...source, location })}>
          The charge points fetch it there themselves, so they have to reach it.
        </AddressField>
      )}
      <label>
        Version
        <input maxLength={50} value={source.version} onInput={(event) => change({ ...source, version: event.currentTarget.value })} />
        <small>What a charge point reports once it is installed: then a boot has to confirm it. Empty: its word that it is installed is enough.</small>
      </label>
      {source.from === "image" && chosen?.sha256 && (
        <label class="choice">
          <input type="checkbox" checked={source.sign} onChange={(event) => change({ ...source, sign: event.currentTarget.checked })} /> Sign it here
          <small>For charge points that take signed firmware (SignedUpdateFirmware); needs a signing key of this deployment.</small>
        </label>
      )}
    </>
  );
}
