/** Values by two names, in the order in which the names come. */
export function groupTwice<K, V>(
  entries: Iterable<readonly [outer: string, inner: K, value: V]>,
): Map<string, Map<K, V[]>> {
  const groups = new Map<string, Map<K, V[]>>();
  for (const [outer, inner, value] of entries) {
    const group = groups.get(outer) ?? new Map<K, V[]>();
    const values = group.get(inner) ?? [];
    values.push(value);
    groups.set(outer, group.set(inner, values));
  }
  return groups;
}
