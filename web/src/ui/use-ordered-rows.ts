import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { drain, inSlices } from '../live/slices';
import { holdSteps, type SortValue, sortSteps } from './sort-rows';

const HOLD_MILLIS = 2_500;
const STEP = 1_024;

/// Tables up to this length are ordered at once, so that a click on a heading answers in the same frame.
const AT_ONCE_ROWS = 4_000;

export interface OrderOptions<Row> {
  keyOf: (row: Row) => string;
  /// 0 leaves the row out; a higher rank comes first. Without it every row stays.
  rank?: (row: Row) => number;
  read: (row: Row) => SortValue;
  descending: boolean;
}

interface Ordered<Row> {
  of: readonly Row[] | undefined;
  options: OrderOptions<Row> | undefined;
  rows: readonly Row[];
}

/// The rows of a table as they are shown: filtered, sorted, and kept in their places while somebody points at them. A long table is
/// ordered in slices; until that is done the order of before stands. `options` must be the same object for as long as nothing changed.
export function useOrderedRows<Row extends object>(rows: readonly Row[] | undefined, options: OrderOptions<Row>) {
  const { held, touch } = useHold();
  const small = (rows?.length ?? 0) <= AT_ONCE_ROWS;
  const shown = useRef<Ordered<Row>>({ of: undefined, options: undefined, rows: [] });
  const previous = useCallback(
    () => (held.current && shown.current.options === options ? shown.current.rows : undefined),
    [held, options],
  );
  const atOnce = useMemo(
    () => (small ? drain(orderSteps(rows ?? [], options, previous())) : undefined),
    [small, rows, options, previous],
  );
  const [later, setLater] = useState<Ordered<Row>>(shown.current);
  const newest = useRef<readonly Row[]>([]);
  newest.current = rows ?? [];
  const busyWith = useRef<OrderOptions<Row>>(undefined);
  useEffect(() => {
    // One at a time, then the newest: frames may come faster than a long table is ordered.
    if (small || rows === undefined || busyWith.current === options) return;
    busyWith.current = options;
    const run = async () => {
      while (busyWith.current === options) {
        const of = newest.current;
        const result = await inSlices(orderSteps(of, options, previous()), () => busyWith.current !== options);
        if (result === undefined) return;
        setLater({ of, options, rows: result });
        if (of === newest.current) break;
      }
      if (busyWith.current === options) busyWith.current = undefined;
    };
    run();
  }, [small, rows, options, previous]);
  useEffect(
    () => () => {
      busyWith.current = undefined;
    },
    [],
  );
  const result = atOnce ?? later.rows;
  useEffect(() => {
    shown.current = { of: rows, options: atOnce === undefined ? later.options : options, rows: result };
  });
  return { rows: result, touch, ordering: atOnce === undefined && later.options !== options };
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

/// While somebody points at a table its rows keep their places, so that a click never hits another row than the one aimed at.
function useHold() {
  const held = useRef(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const touch = useCallback(() => {
    held.current = true;
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      held.current = false;
    }, HOLD_MILLIS);
  }, []);
  return { held, touch };
}
