import { drain } from '../live/slices';

export type SortValue = number | string | null | undefined;

const RUN = 2_048;
const STEP = 4_096;

/// Sorts without touching the given array; unknown values come last in either direction, equal ones keep their order. Steps are short:
/// short runs are sorted by themselves, then merged.
export function* sortSteps<Row>(
  rows: readonly Row[],
  read: (row: Row) => SortValue,
  descending: boolean,
  rankOf?: (row: Row) => number,
): Generator<void, Row[]> {
  const values = new Array<SortValue>(rows.length);
  const keys = new Float64Array(rows.length);
  const ranks = rankOf === undefined ? undefined : new Uint8Array(rows.length);
  const sign = descending ? -1 : 1;
  let numeric = true;
  for (let at = 0; at < rows.length; at += 1) {
    if (at % STEP === STEP - 1) yield;
    const row = rows[at] as Row;
    const value = read(row);
    values[at] = value;
    keys[at] = typeof value === 'number' ? value * sign : Number.POSITIVE_INFINITY;
    if (typeof value === 'string') numeric = false;
    if (ranks !== undefined && rankOf !== undefined) ranks[at] = rankOf(row);
  }
  const byValue = numeric
    ? (a: number, b: number) => {
        const left = keys[a] as number;
        const right = keys[b] as number;
        return left < right ? -1 : left > right ? 1 : a - b;
      }
    : (a: number, b: number) => compareTexts(values[a], values[b], sign) || a - b;
  const compare =
    ranks === undefined
      ? byValue
      : (a: number, b: number) => (ranks[b] as number) - (ranks[a] as number) || byValue(a, b);
  const order = yield* mergeSort(rows.length, compare);
  yield;
  return Array.from(order, (index) => rows[index] as Row);
}

/// The same at once.
export function sortRows<Row>(
  rows: readonly Row[],
  read: (row: Row) => SortValue,
  descending: boolean,
  rankOf?: (row: Row) => number,
): Row[] {
  return drain(sortSteps(rows, read, descending, rankOf));
}

function* mergeSort(length: number, compare: (a: number, b: number) => number): Generator<void, Uint32Array> {
  let from = new Uint32Array(length);
  for (let at = 0; at < length; at += 1) from[at] = at;
  for (let at = 0; at < length; at += RUN) {
    from.subarray(at, Math.min(length, at + RUN)).sort(compare);
    yield;
  }
  let to = new Uint32Array(length);
  for (let width = RUN; width < length; width *= 2) {
    let steps = 0;
    for (let begin = 0; begin < length; begin += 2 * width) {
      const middle = Math.min(begin + width, length);
      const end = Math.min(begin + 2 * width, length);
      let left = begin;
      let right = middle;
      for (let at = begin; at < end; at += 1) {
        if (++steps % STEP === 0) yield;
        const takeLeft = right >= end || (left < middle && compare(from[left] as number, from[right] as number) <= 0);
        to[at] = from[takeLeft ? left++ : right++] as number;
      }
    }
    [from, to] = [to, from];
  }
  return from;
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
export function* holdSteps<Row extends object>(
  shown: readonly Row[],
  rows: readonly Row[],
  keyOf: (row: Row) => string,
): Generator<void, Row[]> {
  const byKey = new Map<string, Row>();
  let count = 0;
  for (const row of rows) {
    byKey.set(keyOf(row), row);
    if (++count % STEP === 0) yield;
  }
  const held: Row[] = [];
  for (const before of shown) {
    const key = keyOf(before);
    const row = byKey.get(key);
    if (++count % STEP === 0) yield;
    if (row === undefined) continue;
    held.push(row);
    byKey.delete(key);
  }
  for (const row of byKey.values()) held.push(row);
  return held;
}

export function holdOrder<Row extends object>(
  shown: readonly Row[],
  rows: readonly Row[],
  keyOf: (row: Row) => string,
): Row[] {
  return drain(holdSteps(shown, rows, keyOf));
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
