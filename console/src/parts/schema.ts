// JSON schemas, as far as the payloads of OCPP need them.
export interface Schema {
  $ref?: string;
  type?: string;
  enum?: string[];
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  format?: string;
  description?: string;
  minimum?: number;
  maximum?: number;
  maxLength?: number;
  anyOf?: Schema[];
  allOf?: Schema[];
}

export type Schemas = Record<string, Schema>;
export type Json = string | number | boolean | null | Json[] | { [name: string]: Json };

export function resolved(schema: Schema, schemas: Schemas): Schema {
  const [only, ...others] = schema.allOf ?? schema.anyOf ?? [];
  if (schema.$ref) return resolved(schemas[schema.$ref.split("/").at(-1) ?? ""] ?? {}, schemas);
  return only && !others.length ? { ...resolved(only, schemas), ...schema } : schema;
}

/** What a form begins with: the members that have to be there. */
export function blank(schema: Schema, schemas: Schemas): Json {
  const own = resolved(schema, schemas);
  if (own.enum) return own.enum[0] ?? "";
  if (own.type === "object") {
    const required = (own.required ?? []).map((name) => [name, blank(own.properties?.[name] ?? {}, schemas)]);
    return Object.fromEntries(required) as Json;
  }
  if (own.type === "array") return own.items ? [blank(own.items, schemas)] : [];
  if (own.type === "boolean") return false;
  if (own.type === "integer" || own.type === "number") return Math.max(own.minimum ?? 0, 0);
  return own.format === "date-time" ? new Date(Date.now() + 3_600_000).toISOString() : "";
}
