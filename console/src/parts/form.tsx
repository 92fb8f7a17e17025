// A form out of a JSON schema, for payloads of OCPP: objects, lists, choices, numbers, times.
import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import { blank, resolved } from "./schema.ts";
import type { Json, Schema, Schemas } from "./schema.ts";
import { fromLocal, toLocal, zoneMark } from "./time.tsx";
import { words } from "./units.ts";

interface Given {
  schema: Schema;
  schemas: Schemas;
  value: Json;
  help: (field: string) => string | undefined;
  change: (value: Json) => void;
}

export function Fields({ schema, schemas, value, help, change }: Given) {
  const own = resolved(schema, schemas);
  const held = (value ?? {}) as Record<string, Json>;
  const properties = Object.entries(own.properties ?? {});
  if (!properties.length) return <p class="faint">It takes no parameters.</p>;
  return (
    <div class="fields">
      {properties.map(([name, member]) => {
        const required = own.required?.includes(name) ?? false;
        const without = () => change(Object.fromEntries(Object.entries(held).filter(([each]) => each !== name)));
        const given = held[name];
        if (given === undefined) {
          return (
            <button type="button" class="small add" key={name} onClick={() => change({ ...held, [name]: blank(member, schemas) })}>
              + {words(name)}
            </button>
          );
        }
        const set = (next: Json) => change({ ...held, [name]: next });
        return (
          <Field key={name} name={name} told={help(name) ?? member.description} remove={required ? undefined : without}>
            {(id) => <Input id={id} schema={member} schemas={schemas} value={given} help={help} change={set} />}
          </Field>
        );
      })}
    </div>
  );
}

interface Labelled {
  name: string;
  told: string | undefined;
  remove: (() => void) | undefined;
  children: (id: string) => ComponentChildren;
}

function Field({ name, told, remove, children }: Labelled) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>
        {words(name)}
        {!remove && <span class="faint"> required</span>}
      </label>
      {remove && (
        <button type="button" class="quiet small" onClick={remove} aria-label={`Leave out ${words(name)}`}>
          ✕
        </button>
      )}
      {children(id)}
      {told && <small>{told}</small>}
    </div>
  );
}

function Input({ id, schema, schemas, value, help, change }: Given & { id: string }) {
  const own = resolved(schema, schemas);
  if (own.enum) {
    return (
      <select id={id} value={String(value)} onChange={(event) => change(event.currentTarget.value)}>
        {own.enum.map((each) => (
          <option key={each}>{each}</option>
        ))}
      </select>
    );
  }
  if (own.type === "object") {
    return <Fields schema={own} schemas={schemas} value={value} help={help} change={change} />;
  }
  if (own.type === "array") {
    const items = value as Json[];
    const item = own.items ?? {};
    return (
      <div class="items">
        {items.map((each, place) => (
          <div class="item" key={place}>
            <Input id={place ? `${id}-${place}` : id} schema={item} schemas={schemas} value={each} help={help} change={(next) => change(items.with(place, next))} />
            <button type="button" class="quiet small" onClick={() => change(items.toSpliced(place, 1))} aria-label="Remove this entry">
              ✕
            </button>
          </div>
        ))}
        <button type="button" class="small add" onClick={() => change([...items, blank(item, schemas)])}>
          + One more
        </button>
      </div>
    );
  }
  if (own.type === "boolean") {
    return <input id={id} type="checkbox" checked={value === true} onChange={(event) => change(event.currentTarget.checked)} />;
  }
  if (own.type === "integer" || own.type === "number") {
    const step = own.type === "integer" ? 1 : "any";
    return (
      <input id={id} type="number" step={step} value={String(value)} onInput={(event) => change(event.currentTarget.valueAsNumber)} />
    );
  }
  const text = String(value ?? "");
  if (own.format === "date-time") {
    const set = (typed: string) => change(fromLocal(typed) ?? "");
    return (
      <span class="moment">
        <input id={id} type="datetime-local" value={toLocal(text).slice(0, 16)} onInput={(event) => set(event.currentTarget.value)} />
        {zoneMark()}
      </span>
    );
  }
  return <input id={id} maxLength={own.maxLength ?? 5000} value={text} onInput={(event) => change(event.currentTarget.value)} />;
}
