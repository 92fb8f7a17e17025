// A new campaign: what, for whom, in which phases, within which limits and when.
import { useEffect, useState } from "preact/hooks";
import { useChange } from "../../api/change.ts";
import type { Campaign } from "../../api/types.ts";
import { useMay } from "../../auth/roles.ts";
import { Link } from "../../parts/link.tsx";
import { Empty, Failure } from "../../parts/said.tsx";
import { addressOf, go, useAddress } from "../../router.ts";
import { NO_SOURCE, SourceFields } from "../firmware_images/source.tsx";
import { orderAgain } from "./again.ts";
import { Limits, Phases } from "./limits.tsx";
import { BLANK, bodyOf, missing } from "./order.ts";
import type { Order } from "./order.ts";
import { FirmwareParts } from "./view.tsx";
import { Whom } from "./whom.tsx";
import { When } from "./when.tsx";

export interface FormGiven {
  order: Order;
  set: (changes: Partial<Order>) => void;
}

export function NewCampaign() {
  const { query } = useAddress();
  const again = query.get("again");
  const image = query.get("image") ?? "";
  const [order, put] = useState<Order>({ ...BLANK, source: { ...NO_SOURCE, image } });
  const [told, tell] = useState<string>();
  const [asked, ask] = useState(false);
  const change = useChange();
  const mayMake = useMay("operator");
  const set = (changes: Partial<Order>) => put((before) => ({ ...before, ...changes }));
  useEffect(() => {
    if (!again) return undefined;
    const ending = new AbortController();
    void orderAgain(again, ending.signal, tell).then(set, (error: unknown) => {
      if (!ending.signal.aborted) tell(`They could not be looked up: ${String(error)}`);
    });
    return () => ending.abort();
  }, [again]);
  if (!mayMake) return <Empty title="An operator makes campaigns; you may look at them." />;
  const lacks = missing(order);
  const make = async (draft: boolean) => {
    ask(true);
    if (lacks) return;
    const made = await change.make<Campaign>("POST", "/campaigns", {}, bodyOf(order, draft));
    if (made) go(addressOf("campaigns", made.campaignId));
  };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    void make((event.submitter as HTMLButtonElement | null)?.value === "draft");
  };
  return (
    <>
      <FirmwareParts current="campaigns" />
      <div class="title">
        <h1>New campaign</h1>
        {told && (
          <span class="faint" role="status">
            {told}
          </span>
        )}
      </div>
      <form class="making" onSubmit={submit}>
        <section class="panel" aria-label="What">
          <h2>What</h2>
          <label>
            Name
            <input required maxLength={100} placeholder="Spring update, model X1" value={order.name} onInput={(event) => set({ name: event.currentTarget.value })} />
          </label>
          <label>
            What each gets
            <select value={order.what} onChange={(event) => set({ what: event.currentTarget.value === "keys" ? "keys" : "firmware" })}>
              <option value="firmware">Firmware</option>
              <option value="keys">Another password (AuthorizationKey), which nobody sees</option>
            </select>
          </label>
          {order.what === "firmware" && (
            <>
              <SourceFields source={order.source} change={(source) => set({ source })} />
              <label>
                Asked again
                <input type="number" required min={0} max={10} value={order.repeats} onInput={(event) => set({ repeats: event.currentTarget.valueAsNumber || 0 })} />
                <small>How often a charge point whose update failed or timed out is asked once more.</small>
              </label>
            </>
          )}
        </section>
        <Whom order={order} set={set} />
        <Phases order={order} set={set} />
        <Limits order={order} set={set} />
        <When order={order} set={set} />
        {asked && lacks && (
          <p class="said bad" role="alert">
            {lacks}
          </p>
        )}
        {change.problem && <Failure problem={change.problem} />}
        <footer>
          <Link to={["campaigns"]}>Leave it</Link>
          <button value="draft" disabled={change.busy}>
            Save as draft
          </button>
          <button class="primary" value="start" disabled={change.busy}>
            {change.busy ? "Making it…" : order.startTime ? "Schedule it" : "Start it now"}
          </button>
        </footer>
      </form>
    </>
  );
}
