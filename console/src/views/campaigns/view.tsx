// Firmware and keys for many charge points: by the second step the list, a new one, or one of them.
import { usePaged } from "../../api/paged.ts";
import type { Campaign } from "../../api/types.ts";
import { useMay } from "../../auth/roles.ts";
import { Bar } from "../../parts/bar.tsx";
import { howMany } from "../../parts/how_many.ts";
import { Link } from "../../parts/link.tsx";
import { ListedTable } from "../../parts/listed.tsx";
import { Empty } from "../../parts/said.tsx";
import { Badge } from "../../parts/status.tsx";
import type { Column } from "../../parts/table.tsx";
import { Ago } from "../../parts/time.tsx";
import { words } from "../../parts/units.ts";
import { filter, useAddress } from "../../router.ts";
import { countOf, FAILED, sharesOf, STATUSES, toldOf, toneOfStatus } from "./ends.ts";
import { NewCampaign } from "./making.tsx";
import { OneCampaign } from "./one.tsx";

const PART = 50;

export function CampaignsView({ steps: [step] }: { steps: string[] }) {
  if (step === "new") return <NewCampaign />;
  return step ? <OneCampaign key={step} id={step} /> : <Campaigns />;
}

/** What belongs to firmware, beside each other. */
export function FirmwareParts({ current }: { current: "campaigns" | "firmware-images" }) {
  return (
    <nav class="parts" aria-label="Parts of firmware">
      <Link to={["campaigns"]} current={current === "campaigns"}>
        Campaigns
      </Link>
      <Link to={["firmware-images"]} current={current === "firmware-images"}>
        Images
      </Link>
    </nav>
  );
}

function Campaigns() {
  const { query } = useAddress();
  const status = query.get("status") ?? "";
  const campaigns = usePaged("/campaigns", { query: { status } }, PART, PART);
  const mayChange = useMay("operator");
  return (
    <>
      <FirmwareParts current="campaigns" />
      <div class="title">
        <h1>Campaigns</h1>
        <span class="right">
          <select aria-label="Status" value={status} onChange={(event) => filter({ status: event.currentTarget.value })}>
            <option value="">Every status</option>
            {STATUSES.map((each) => (
              <option key={each} value={each}>
                {words(each)}
              </option>
            ))}
          </select>
          {mayChange && (
            <Link to={["campaigns", "new"]} button>
              New campaign
            </Link>
          )}
        </span>
      </div>
      <ListedTable
        label="Campaigns"
        list={campaigns}
        none={<Nothing status={status} mayChange={mayChange} />}
        columns={COLUMNS}
        keyOf={(one) => one.campaignId}
        rowHeight={64}
      />
    </>
  );
}

function Nothing({ status, mayChange }: { status: string; mayChange: boolean }) {
  if (status) {
    return (
      <Empty title={`No campaign is ${status}.`}>
        <button onClick={() => filter({ status: null })}>Show all</button>
      </Empty>
    );
  }
  return (
    <Empty title="There has been no campaign yet.">
      <p>A campaign updates the firmware of many charge points, a few first, and stops by itself if it goes wrong.</p>
      {mayChange && (
        <Link to={["campaigns", "new"]} button>
          Make the first one
        </Link>
      )}
    </Empty>
  );
}

const COLUMNS: Column<Campaign>[] = [
  {
    name: "Campaign",
    width: "minmax(10rem, 1.6fr)",
    cell: (one) => (
      <span class="two">
        <Link to={["campaigns", one.campaignId]}>{one.name}</Link>
        <small>{one.rotateKeys ? "New keys" : one.firmwareVersion ? `Firmware ${one.firmwareVersion}` : "Firmware"}</small>
      </span>
    ),
  },
  {
    name: "Progress",
    width: "minmax(8rem, 2fr)",
    cell: ({ progress }) => (
      <span class="two wide">
        <Bar shares={sharesOf(progress)} total={progress.total} told={toldOf(progress)} />
        <small>
          {progress.total ? `${progress.ended} of ${howMany(progress.total, "has", "have")} ended` : "looked up at its start"}
        </small>
      </span>
    ),
  },
  {
    name: "Status",
    width: "minmax(6.5rem, 0.8fr)",
    cell: (one) => (
      <Badge tone={one.waitsForNextPhase ? "wait" : toneOfStatus(one.status)}>
        {one.waitsForNextPhase ? "Your turn" : words(one.status)}
      </Badge>
    ),
  },
  {
    name: "Failures",
    width: "minmax(5rem, 0.6fr)",
    cell: ({ progress }) => {
      const failed = countOf(progress, FAILED);
      return failed ? <Badge tone="bad">{failed}</Badge> : <span class="faint">none</span>;
    },
  },
  {
    name: "Made",
    width: "minmax(8rem, 1fr)",
    cell: (one) => (
      <span class="two">
        <Ago at={one.createdAt} />
        <small>{one.createdBy}</small>
      </span>
    ),
  },
];
