/** Values of an address as vue-router hands them out. */
export type Query = Readonly<Record<string, unknown>>;

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export function textOf(value: unknown): string | undefined {
  const first: unknown = Array.isArray(value) ? value[0] : value;
  return typeof first === 'string' && first !== '' ? first : undefined;
}

export function idOf(value: unknown): string | undefined {
  const text = textOf(value);
  return text !== undefined && ID.test(text) ? text : undefined;
}

export function oneOf<T extends string>(names: readonly T[], value: unknown): T | undefined {
  const text = textOf(value);
  return names.find((name) => name === text);
}

type Defined<T> = { [Key in keyof T]: Exclude<T[Key], undefined> };

export function compact<T extends object>(fields: T): Defined<T> {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined),
  ) as Defined<T>;
}

/** Some fields of a view; `undefined` takes one out. */
export type ViewChange<View> = { readonly [Field in keyof View]?: View[Field] | undefined };

/** The same view with some fields changed. */
export function changedView<View extends object>(view: View, change: ViewChange<View>): View {
  return compact({ ...view, ...change }) as View;
}
