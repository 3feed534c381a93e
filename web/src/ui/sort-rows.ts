export type SortValue = number | string | null | undefined;

/// Sorts without touching the given array; unknown values come last in either direction, equal ones keep their order.
export function sortRows<Row>(
  rows: readonly Row[],
  read: (row: Row) => SortValue,
  descending: boolean,
  rankOf?: (row: Row) => number,
): Row[] {
  const entries = rows.map((row, index) => ({
    row,
    index,
    value: read(row),
    rank: rankOf === undefined ? 0 : rankOf(row),
  }));
  const sign = descending ? -1 : 1;
  entries.sort((a, b) => {
    if (a.rank !== b.rank) return b.rank - a.rank;
    const order = compareValues(a.value, b.value, sign);
    return order !== 0 ? order : a.index - b.index;
  });
  return entries.map((entry) => entry.row);
}

function compareValues(a: SortValue, b: SortValue, sign: number): number {
  const aMissing = a === null || a === undefined;
  const bMissing = b === null || b === undefined;
  if (aMissing || bMissing) return aMissing === bMissing ? 0 : aMissing ? 1 : -1;
  if (typeof a === 'number' && typeof b === 'number') return (a - b) * sign;
  const left = String(a);
  const right = String(b);
  return left < right ? -sign : left > right ? sign : 0;
}

/// Keeps rows where they are while somebody points at them: values move on, order does not. New rows join at the end.
export function holdOrder<Row>(shown: readonly string[], rows: readonly Row[], keyOf: (row: Row) => string): Row[] {
  const byKey = new Map(rows.map((row) => [keyOf(row), row]));
  const held: Row[] = [];
  for (const key of shown) {
    const row = byKey.get(key);
    if (row === undefined) continue;
    held.push(row);
    byKey.delete(key);
  }
  held.push(...byKey.values());
  return held;
}

export interface Sort {
  column: string;
  descending: boolean;
}
export function parseSort(text: string | undefined, fallback: Sort): Sort {
  if (!text) return fallback;
  return text.startsWith('-') ? { column: text.slice(1), descending: true } : { column: text, descending: false };
}
export function sortText(sort: Sort): string {
  return `${sort.descending ? '-' : ''}${sort.column}`;
}
