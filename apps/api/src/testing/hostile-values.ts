import { newId } from '../common/id.js';

/** JSON Schema, as far as the descriptions of requests use it. */
export interface Schema {
  readonly type?: string;
  readonly format?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly default?: unknown;
  readonly minimum?: number;
  readonly minLength?: number;
  readonly minItems?: number;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly propertyNames?: Schema;
  readonly anyOf?: readonly Schema[];
}

/** What a schema of something that may be null describes. */
const unlessNull = (schema: Schema): Schema => {
  const kinds = schema.anyOf?.filter(({ type }) => type !== 'null') ?? [];
  return kinds.length === 1 ? kinds[0]! : schema;
};

/** A value that a schema takes, with everything in it that may be left out. */
export function sampleOf(described: Schema): unknown {
  const schema = unlessNull(described);
  if (schema.const !== undefined) return schema.const;
  if (schema.default !== undefined) return schema.default;
  if (schema.enum) return schema.enum[0];
  switch (schema.type) {
    case 'object':
      return Object.fromEntries([
        ...Object.entries(schema.properties ?? {}).map(([name, part]) => [name, sampleOf(part)]),
        ...(typeof schema.additionalProperties === 'object' && schema.propertyNames
          ? [[sampleOf(schema.propertyNames), sampleOf(schema.additionalProperties)]]
          : []),
      ]);
    case 'array':
      return Array.from({ length: schema.minItems ?? 1 }, () => sampleOf(schema.items ?? {}));
    case 'integer':
    case 'number':
      return schema.minimum ?? 1;
    case 'boolean':
      return true;
    default:
      return sampleText(schema);
  }
}

function sampleText({ format, minLength = 1 }: Schema): string {
  switch (format) {
    case 'uuid':
      return newId();
    case 'email':
      return `${newId()}@example.org`;
    case 'date':
      return '2026-05-03';
    case 'date-time':
      return '2026-05-03T14:05:00Z';
    default:
      return '1'.repeat(minLength);
  }
}

export interface Hostile {
  readonly value: unknown;
  /** No schema may let it pass: the database can't keep it. */
  readonly isRefused: boolean;
}

const refused = (...values: unknown[]): Hostile[] =>
  values.map((value) => ({ value, isRefused: true }));

const anything = (...values: unknown[]): Hostile[] =>
  values.map((value) => ({ value, isRefused: false }));

/** What somebody might send in the place of a text or a number that a schema describes. */
export function hostileTo({ type, format }: Schema): Hostile[] {
  switch (format) {
    case 'date':
      return refused('0000-01-01', '9999-12-31', '0001-01-01', '2026-02-30');
    case 'date-time':
      return refused(
        '0000-01-01T00:00:00Z',
        '9999-12-31T23:59:59-23:59',
        '-000001-01-01T00:00:00Z',
      );
    case 'uuid':
      return refused('\0', 'not an id', '00000000-0000-0000-0000-00000000000g');
  }
  switch (type) {
    case 'integer':
      return [
        ...refused(2_147_483_648, Number.MAX_SAFE_INTEGER + 1, 0.5, 1e308),
        ...anything(-1, '', null, '1e3'),
      ];
    case 'number':
      return anything(1e308, -1e308, 5e-324, null);
    case 'string':
      return [
        ...refused('\0', 'a\0b'),
        ...anything('', '%', "' OR 1=1 --", '\u{10ffff}'.repeat(4)),
      ];
    default:
      return [];
  }
}

/** Only JSON can say it: half of a surrogate pair. */
export const LONE_SURROGATES = refused('\ud800', 'a\udc00b');

/** Every text and number of a schema, by the way to it. */
export function leavesOf(described: Schema, path: readonly string[] = []): [string[], Schema][] {
  const schema = unlessNull(described);
  if (schema.properties) {
    return Object.entries(schema.properties).flatMap(([name, part]) =>
      leavesOf(part, [...path, name]),
    );
  }
  if (schema.items) return leavesOf(schema.items, [...path, '0']);
  return [[[...path], schema]];
}

/** The same with another value at the end of a way. */
export function withValue(
  whole: unknown,
  [name, ...rest]: readonly string[],
  value: unknown,
): unknown {
  if (name === undefined) return value;
  if (Array.isArray(whole)) {
    return whole.map((part, at) =>
      String(at) === name ? withValue(part, rest, value) : (part as unknown),
    );
  }
  const parts = whole as Record<string, unknown>;
  return { ...parts, [name]: withValue(parts[name], rest, value) };
}
