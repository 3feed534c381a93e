import { holdSteps, type SortValue, sortSteps } from './sort-rows';
import { useOrdered } from './use-ordered';

const STEP = 1_024;
const NO_ROWS: readonly never[] = [];

/// Tables up to this length are ordered at once, so that a click on a heading answers in the same frame.
const AT_ONCE_ROWS = 4_000;

export interface OrderOptions<Row> {
  keyOf: (row: Row) => string;
  /// 0 leaves the row out; a higher rank comes first. Without it every row stays.
  rank?: (row: Row) => number;
  read: (row: Row) => SortValue;
  descending: boolean;
}

/// The rows of a table as they are shown: filtered and sorted. `options` must be the same object for as long as nothing changed.
export function useOrderedRows<Row extends object>(rows: readonly Row[] | undefined, options: OrderOptions<Row>) {
  const { result, touch, ordering } = useOrdered<readonly Row[], OrderOptions<Row>, readonly Row[]>({
    input: rows,
    options,
    small: (rows?.length ?? 0) <= AT_ONCE_ROWS,
    none: NO_ROWS,
    work: orderSteps,
  });
  return { rows: result, touch, ordering };
}

function* orderSteps<Row extends object>(
  rows: readonly Row[],
  { keyOf, rank, read, descending }: OrderOptions<Row>,
  held: readonly Row[] | undefined,
): Generator<void, readonly Row[]> {
  let kept = rows;
  if (rank !== undefined) {
    const found: Row[] = [];
    let count = 0;
    for (const row of rows) {
      if (++count % STEP === 0) yield;
      if (rank(row) > 0) found.push(row);
    }
    kept = found;
  }
  if (held !== undefined) return yield* holdSteps(held, kept, keyOf);
  return yield* sortSteps(kept, read, descending, rank);
}
