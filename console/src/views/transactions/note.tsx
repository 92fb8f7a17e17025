const LONGEST = 500;

/** Why: the API wants it of whatever an operator does to a transaction, and keeps it. */
export function Note({ value, change }: { value: string; change: (text: string) => void }) {
  return (
    <label>
      Why
      <textarea required rows={2} maxLength={LONGEST} value={value} onInput={(event) => change(event.currentTarget.value)} />
      <small>Kept with it, beside your name.</small>
    </label>
  );
}
