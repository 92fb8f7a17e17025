// Which measurands a key names, chosen from those of OCPP (§7.31).
const MEASURANDS: [name: string, told: string][] = [
  ["Energy.Active.Import.Register", "the meter, Wh: transactions are counted by it"],
  ["Power.Active.Import", "the power, W"],
  ["Current.Import", "the current of each phase, A"],
  ["Voltage", "the voltage of each phase, V"],
  ["SoC", "how full the car's battery is, %"],
  ["Power.Offered", "the power that it may have, W"],
  ["Current.Offered", "the current that it may have, A"],
  ["Temperature", "inside the charge point, °C"],
  ["Frequency", "of the grid, Hz"],
  ["Power.Factor", "of the energy flow"],
  ["Energy.Active.Import.Interval", "since the value before, Wh"],
  ["Energy.Active.Export.Register", "the meter of what the car gives back, Wh"],
  ["Energy.Active.Export.Interval", "what it gave back since the value before, Wh"],
  ["Energy.Reactive.Import.Register", "varh"],
  ["Energy.Reactive.Import.Interval", "varh"],
  ["Energy.Reactive.Export.Register", "varh"],
  ["Energy.Reactive.Export.Interval", "varh"],
  ["Power.Active.Export", "what the car gives back, W"],
  ["Power.Reactive.Import", "var"],
  ["Power.Reactive.Export", "var"],
  ["Current.Export", "what the car gives back, A"],
  ["RPM", "of a fan, per minute"],
];

/** Others that stand there, of one phase for example, stay. */
export function Measurands({ value, change }: { value: string; change: (value: string) => void }) {
  const chosen = value.split(",").map((each) => each.trim()).filter(Boolean);
  const turn = (name: string) =>
    change((chosen.includes(name) ? chosen.filter((each) => each !== name) : [...chosen, name]).join(","));
  return (
    <fieldset class="choices">
      <legend>Measurands</legend>
      {MEASURANDS.map(([name, told]) => (
        <label class="check" key={name}>
          <input type="checkbox" checked={chosen.includes(name)} onChange={() => turn(name)} />
          <span>
            {name} <small>{told}</small>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
