/// Tables that are kept by frames: a full one first, then only what changed. Pure, no clock, no network; written as generators so that
/// a table of a hundred thousand rows can be brought up to date in slices.

const ROWS_BETWEEN_STEPS = 1024;

export interface FullFrame<Row> {
  tick: number;
  time: string;
  full: true;
  rows: Row[];
}
export interface ChangeFrame<Row, Key> {
  tick: number;
  time: string;
  full?: false;
  base: number;
  changed?: Partial<Row>[];
  gone?: Key[];
}
export type Frame<Row, Key> = FullFrame<Row> | ChangeFrame<Row, Key>;

export interface LiveTable<Row> {
  readonly tick: number;
  readonly time: string;
  readonly byKey: ReadonlyMap<string, Row>;
  /// The same rows as an array, made once per frame.
  readonly rows: readonly Row[];
  /// Keys that the last change brought, and rows that it took away. A whole table brings nothing new: nobody saw what was before.
  readonly added: readonly string[];
  readonly gone: readonly Row[];
}

const NOTHING: readonly never[] = [];

export type Applied<Row> = { table: LiveTable<Row> } | { resync: true };

export interface TableShape<Row, Key> {
  keyOf: (row: Row) => string;
  goneKey: (key: Key) => string;
}

/// A frame that does not continue the table asks for a new full one: guessing would show rows that are not there.
export function* applyFrame<Row extends object, Key>(
  table: LiveTable<Row> | undefined,
  frame: Frame<Row, Key>,
  shape: TableShape<Row, Key>,
): Generator<void, Applied<Row>> {
  if (frame.full) {
    const byKey = new Map<string, Row>();
    let count = 0;
    for (const row of frame.rows) {
      byKey.set(shape.keyOf(row), row);
      if (++count % ROWS_BETWEEN_STEPS === 0) yield;
    }
    return {
      table: {
        tick: frame.tick,
        time: frame.time,
        byKey,
        rows: [...byKey.values()],
        added: NOTHING,
        gone: NOTHING,
      },
    };
  }
  if (table === undefined || frame.base !== table.tick) return { resync: true };
  const changed = frame.changed ?? [];
  const gone = frame.gone ?? [];
  if (changed.length === 0 && gone.length === 0) {
    return { table: { ...table, tick: frame.tick, time: frame.time, added: NOTHING, gone: NOTHING } };
  }
  yield;
  const byKey = new Map(table.byKey);
  yield;
  let count = 0;
  const added: string[] = [];
  const removed: Row[] = [];
  for (const each of gone) {
    const key = shape.goneKey(each);
    const row = byKey.get(key);
    if (row !== undefined) removed.push(row);
    byKey.delete(key);
    if (++count % ROWS_BETWEEN_STEPS === 0) yield;
  }
  for (const row of changed) {
    const key = shape.keyOf(row as Row);
    const before = byKey.get(key);
    if (before === undefined) added.push(key);
    byKey.set(key, before === undefined ? (row as Row) : { ...before, ...row });
    if (++count % ROWS_BETWEEN_STEPS === 0) yield;
  }
  yield;
  return {
    table: { tick: frame.tick, time: frame.time, byKey, rows: [...byKey.values()], added, gone: removed },
  };
}

/// A table made from one answer of the list API, for when no stream is possible. Rows that did not change keep their identity.
export function* tableOfListing<Row extends object, Key>(
  previous: LiveTable<Row> | undefined,
  time: string,
  rows: Row[],
  shape: TableShape<Row, Key>,
): Generator<void, LiveTable<Row>> {
  const byKey = new Map<string, Row>();
  const added: string[] = [];
  let count = 0;
  for (const row of rows) {
    if (++count % ROWS_BETWEEN_STEPS === 0) yield;
    const key = shape.keyOf(row);
    const before = previous?.byKey.get(key);
    if (before === undefined && previous !== undefined) added.push(key);
    byKey.set(key, before !== undefined && sameFields(before, row) ? before : row);
  }
  const gone: Row[] = [];
  for (const [key, row] of previous?.byKey ?? []) if (!byKey.has(key)) gone.push(row);
  return { tick: -1, time, byKey, rows: [...byKey.values()], added, gone };
}

function sameFields(left: object, right: object): boolean {
  const keys = Object.keys(right);
  if (keys.length !== Object.keys(left).length) return false;
  for (const key of keys) {
    const a = (left as Record<string, unknown>)[key];
    const b = (right as Record<string, unknown>)[key];
    if (a === b) continue;
    if (typeof a !== 'object' || typeof b !== 'object' || JSON.stringify(a) !== JSON.stringify(b)) return false;
  }
  return true;
}
