// The firmware images: those that lie here, those that lie elsewhere, and those that are awaited.
import { useState } from "preact/hooks";
import { useChange } from "../../api/change.ts";
import { usePaged } from "../../api/paged.ts";
import type { FirmwareImage } from "../../api/types.ts";
import { useMay } from "../../auth/roles.ts";
import { Confirm } from "../../parts/dialog.tsx";
import { Link } from "../../parts/link.tsx";
import { ListedTable } from "../../parts/listed.tsx";
import { Empty, Failure } from "../../parts/said.tsx";
import { Badge } from "../../parts/status.tsx";
import type { Column } from "../../parts/table.tsx";
import { Ago } from "../../parts/time.tsx";
import { bytes } from "../../parts/units.ts";
import { FirmwareParts } from "../campaigns/view.tsx";
import { AddImage } from "./adding.tsx";

const PART = 100;

export function FirmwareImagesView() {
  const images = usePaged("/firmware-images", {}, PART, PART);
  const [adding, add] = useState(false);
  const [going, goes] = useState<FirmwareImage>();
  const change = useChange();
  const mayChange = useMay("operator");
  const remove = (image: FirmwareImage) => void change.make("DELETE", "/firmware-images/{imageId}", { params: { imageId: image.imageId } });
  const deeds: Column<FirmwareImage> = {
    name: "Use it",
    width: "minmax(11rem, 1fr)",
    cell: (one) => (
      <span class="deeds">
        <button class="small" onClick={() => goes(one)} aria-label={`Delete ${one.name}`}>
          Delete…
        </button>
        {one.status === "Available" && (
          <Link to={["campaigns", "new"]} query={`image=${encodeURIComponent(one.imageId)}`}>
            Campaign
          </Link>
        )}
      </span>
    ),
  };
  return (
    <>
      <FirmwareParts current="firmware-images" />
      <div class="title">
        <h1>Firmware images</h1>
        {mayChange && (
          <span class="right">
            <button class="primary" onClick={() => add(true)}>
              Add an image
            </button>
          </span>
        )}
      </div>
      {change.problem && <Failure problem={change.problem} />}
      <ListedTable
        label="Firmware images"
        list={images}
        none={
          <Empty title="There is no firmware image yet.">
            <p>Upload the file that the manufacturer gave you; charge points fetch it here, by an address that nobody else knows.</p>
            {mayChange && <button onClick={() => add(true)}>Add the first one</button>}
          </Empty>
        }
        columns={mayChange ? [...COLUMNS.slice(0, 2), deeds, ...COLUMNS.slice(2)] : COLUMNS}
        keyOf={(one) => one.imageId}
        rowHeight={64}
      />
      {adding && <AddImage close={() => add(false)} />}
      {going && (
        <Confirm
          title={`Delete ${going.name}`}
          told={`${going.location ? "It stays where it lies, but is" : "The file is deleted and"} no longer offered for updates. Updates that have ended keep their history.`}
          does="Delete the image"
          doIt={() => remove(going)}
          close={() => goes(undefined)}
        />
      )}
    </>
  );
}

const COLUMNS: Column<FirmwareImage>[] = [
  {
    name: "Image",
    width: "minmax(9rem, 1.6fr)",
    cell: (one) => (
      <span class="two">
        <strong class="cut">{one.name}</strong>
        <small>{[one.vendor, one.model].filter(Boolean).join(" ") || "for any charge point"}</small>
      </span>
    ),
  },
  {
    name: "Status",
    width: "minmax(7rem, 1fr)",
    cell: (one) => (
      <Badge tone={one.status === "Available" ? "good" : "wait"}>{one.status === "Available" ? (one.location ? "Elsewhere" : "Available") : "Awaited"}</Badge>
    ),
  },
  { name: "Version", width: "minmax(5rem, 0.8fr)", cell: (one) => one.firmwareVersion ?? <span class="faint">not said</span> },
  { name: "Size", width: "minmax(4rem, 0.6fr)", cell: (one) => bytes(one.size) },
  { name: "Added", width: "minmax(6rem, 0.8fr)", cell: (one) => <Ago at={one.arrivedAt ?? one.createdAt} /> },
];
