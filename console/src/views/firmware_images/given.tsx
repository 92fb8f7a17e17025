// What is said of an image, and which file it is.
import { AddressField } from "./address.tsx";

export interface Said {
  from: "file" | "address";
  file: File | undefined;
  location: string;
  vendor: string;
  model: string;
  version: string;
}

export const NOTHING_SAID: Said = { from: "file", file: undefined, location: "", vendor: "", model: "", version: "" };

interface FormGiven {
  said: Said;
  say: (said: Said) => void;
  /** It has been made known, and has only to be brought. */
  known: boolean;
}

export function Given({ said, say, known }: FormGiven) {
  return (
    <>
      <div class="choices" role="radiogroup" aria-label="Where the image is">
        <label class="choice">
          <input type="radio" name="place" disabled={known} checked={said.from === "file"} onChange={() => say({ ...said, from: "file" })} /> A file of mine
        </label>
        <label class="choice">
          <input type="radio" name="place" disabled={known} checked={said.from === "address"} onChange={() => say({ ...said, from: "address", file: undefined })} /> It lies elsewhere
        </label>
      </div>
      {said.from === "file" ? (
        <label>
          File
          {!said.file || !known ? (
            <input type="file" required={!said.file} onChange={(event) => say({ ...said, file: event.currentTarget.files?.[0] })} />
          ) : (
            <span>{said.file.name}</span>
          )}
          <small>As the manufacturer gave it, up to 5 GB. Many charge points look at its name.</small>
        </label>
      ) : (
        <AddressField value={said.location} change={(location) => say({ ...said, location })}>
          Charge points are sent there as it is written; it has to stay there.
        </AddressField>
      )}
      <div class="three">
        <label>
          Vendor
          <input maxLength={50} disabled={known} value={said.vendor} onInput={(event) => say({ ...said, vendor: event.currentTarget.value })} />
        </label>
        <label>
          Model
          <input maxLength={50} disabled={known} value={said.model} onInput={(event) => say({ ...said, model: event.currentTarget.value })} />
        </label>
        <label>
          Version
          <input maxLength={50} disabled={known} value={said.version} onInput={(event) => say({ ...said, version: event.currentTarget.value })} />
        </label>
      </div>
      <small>The version is what a charge point reports once it is installed; updates then wait for a boot that confirms it.</small>
    </>
  );
}
