export type SortValue = number | string | null | undefined;

/// Sorts without touching the given array; unknown values come last in either direction, equal ones keep their order.
/// Numbers are sorted in a typed array of keys, as this runs for every row at every tick.
export function sortRows<Row>(
  rows: readonly Row[],
  read: (row: Row) => SortValue,
  descending: boolean,
  rankOf?: (row: Row) => number,
): Row[] {
  const values = rows.map(read);
  const ranks = rankOf === undefined ? undefined : rows.map(rankOf);
  const sign = descending ? -1 : 1;
  const numeric = values.every((value) => typeof value !== 'string');
  const order = Uint32Array.from(rows.keys());
  if (numeric) {
    const keys = Float64Array.from(values, (value) =>
      typeof value === 'number' ? value * sign : Number.POSITIVE_INFINITY,
    );
    order.sort((a, b) => {
      const byRank = ranks === undefined ? 0 : (ranks[b] as number) - (ranks[a] as number);
      if (byRank !== 0) return byRank;
      const left = keys[a] as number;
      const right = keys[b] as number;
      return left < right ? -1 : left > right ? 1 : a - b;
    });
  } else {
    order.sort((a, b) => {
      const byRank = ranks === undefined ? 0 : (ranks[b] as number) - (ranks[a] as number);
      return byRank || compareTexts(values[a], values[b], sign) || a - b;
    });
  }
  return Array.from(order, (index) => rows[index] as Row);
}

function compareTexts(a: SortValue, b: SortValue, sign: number): number {
  const aMissing = a === null || a === undefined;
  const bMissing = b === null || b === undefined;
  if (aMissing || bMissing) return aMissing === bMissing ? 0 : aMissing ? 1 : -1;
  const left = String(a);
  const right = String(b);
  return left < right ? -sign : left > right ? sign : 0;
}

/// Keeps rows where they are while somebody points at them: values move on, order does not. New rows join at the end.
export function holdOrder<Row>(shown: readonly Row[], rows: readonly Row[], keyOf: (row: Row) => string): Row[] {
  const byKey = new Map(rows.map((row) => [keyOf(row), row]));
  const held: Row[] = [];
  for (const before of shown) {
    const key = keyOf(before);
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
