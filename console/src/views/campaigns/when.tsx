// When a campaign runs: from and until, in which hours, and what about those who charge.
import type { FormGiven } from "./making.tsx";

export function When({ order, set }: FormGiven) {
  return (
    <section class="panel" aria-label="When">
      <h2>When</h2>
      <div class="three">
        <label>
          Starts
          <input type="datetime-local" value={order.startTime} onInput={(event) => set({ startTime: event.currentTarget.value })} />
          <small>Empty: at once.</small>
        </label>
        <label>
          Ends at the latest
          <input type="datetime-local" value={order.endTime} onInput={(event) => set({ endTime: event.currentTarget.value })} />
          <small>Empty: 30 days later. What has not begun then is skipped.</small>
        </label>
        <label>
          What goes on then
          <select value={order.leaves ? "leave" : "finish"} onChange={(event) => set({ leaves: event.currentTarget.value === "leave" })}>
            <option value="finish">is followed to its end</option>
            <option value="leave">is given up</option>
          </select>
        </label>
      </div>
      <label class="choice">
        <input type="checkbox" checked={order.waits} onChange={(event) => set({ waits: event.currentTarget.checked })} /> Wait while somebody charges
      </label>
      <label class="choice">
        <input type="checkbox" checked={order.hours} onChange={(event) => set({ hours: event.currentTarget.checked })} /> Begin updates in certain hours only
      </label>
      {order.hours && (
        <div class="three">
          <label>
            From
            <input type="time" required value={order.opens} onInput={(event) => set({ opens: event.currentTarget.value })} />
          </label>
          <label>
            To
            <input type="time" required value={order.closes} onInput={(event) => set({ closes: event.currentTarget.value })} />
            <small>May be past midnight.</small>
          </label>
          <label>
            Time zone
            <input required maxLength={64} value={order.zone} onInput={(event) => set({ zone: event.currentTarget.value })} />
            <small>As Europe/Berlin: that of the charge points.</small>
          </label>
        </div>
      )}
    </section>
  );
}
