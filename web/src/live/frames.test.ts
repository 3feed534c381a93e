import { describe, expect, it } from 'vitest';
import { applyFrame as applySteps, type Frame, type LiveTable, tableOfListing as listingSteps } from './frames';
import { drain } from './slices';

interface Row {
  id: string;
  cpu: number;
  name?: string;
}
const shape = { keyOf: (row: Row) => row.id, goneKey: (key: string) => key };

const applyFrame = (table: LiveTable<Row> | undefined, frame: Frame<Row, string>, of: typeof shape) =>
  drain(applySteps(table, frame, of));
const tableOfListing = (table: LiveTable<Row> | undefined, time: string, rows: Row[], of: typeof shape) =>
  drain(listingSteps<Row, string>(table, time, rows, of));

function applied(table: LiveTable<Row> | undefined, frame: Frame<Row, string>): LiveTable<Row> {
  const result = applyFrame(table, frame, shape);
  if ('resync' in result) throw new Error('asked for a full frame');
  return result.table;
}

describe('frames', () => {
  it('asks for a full frame when there is none yet or one was missed', () => {
    const change: Frame<Row, string> = { tick: 5, time: 't', base: 4, changed: [], gone: [] };
    expect(applyFrame(undefined, change, shape)).toEqual({ resync: true });
    const table = applied(undefined, { tick: 3, time: 't', full: true, rows: [] });
    expect(applyFrame(table, change, shape)).toEqual({ resync: true });
  });

  it('keeps the identity of rows that did not change', () => {
    const first = applied(undefined, {
      tick: 1,
      time: 'a',
      full: true,
      rows: [
        { id: 'x', cpu: 1 },
        { id: 'y', cpu: 2 },
      ],
    });
    const second = applied(first, { tick: 2, time: 'b', base: 1, changed: [{ id: 'y', cpu: 3 }] });
    expect(second.byKey.get('x')).toBe(first.byKey.get('x'));
    expect(second.byKey.get('y')).toEqual({ id: 'y', cpu: 3 });
    expect(first.byKey.get('y')).toEqual({ id: 'y', cpu: 2 });
  });

  it('keeps the rows themselves when nothing changed', () => {
    const first = applied(undefined, { tick: 1, time: 'a', full: true, rows: [{ id: 'x', cpu: 1 }] });
    const second = applied(first, { tick: 2, time: 'b', base: 1 });
    expect(second.rows).toBe(first.rows);
    expect(second.tick).toBe(2);
  });

  it('tells what the last change brought and took, and nothing of a whole table', () => {
    const first = applied(undefined, { tick: 1, time: 'a', full: true, rows: [{ id: 'x', cpu: 1 }] });
    expect([first.added, first.gone]).toEqual([[], []]);
    const second = applied(first, { tick: 2, time: 'b', base: 1, changed: [{ id: 'y', cpu: 2 }], gone: ['x'] });
    expect([second.added, second.gone]).toEqual([['y'], [{ id: 'x', cpu: 1 }]]);
    const third = applied(second, { tick: 3, time: 'c', base: 2 });
    expect([third.added, third.gone]).toEqual([[], []]);
  });

  it('a field that became unknown is null, not its old value', () => {
    const first = applied(undefined, { tick: 1, time: 'a', full: true, rows: [{ id: 'x', cpu: 1, name: 'old' }] });
    const second = applied(first, {
      tick: 2,
      time: 'b',
      base: 1,
      changed: [{ id: 'x', name: null as unknown as string }],
    });
    expect(second.byKey.get('x')?.name).toBeNull();
  });

  it('a polled listing keeps equal rows and drops missing ones', () => {
    const first = tableOfListing(
      undefined,
      'a',
      [
        { id: 'x', cpu: 1 },
        { id: 'y', cpu: 2 },
      ],
      shape,
    );
    const second = tableOfListing(first, 'b', [{ id: 'x', cpu: 1 }], shape);
    expect(second.byKey.get('x')).toBe(first.byKey.get('x'));
    expect(second.byKey.has('y')).toBe(false);
  });

  // A table kept by changes must equal the host's, whatever the host did; the seed is in the name of the failing case.
  it.each([1, 7, 42, 20261122])('equals the host after any history (seed %i)', (seed) => {
    const random = generator(seed);
    const host = new Map<string, Row>();
    let table: LiveTable<Row> | undefined;
    let tick = 0;
    for (let round = 0; round < 400; round += 1) {
      const changed = new Map<string, Partial<Row>>();
      const gone = new Set<string>();
      for (let step = random(6); step > 0; step -= 1) {
        const id = `p${random(30)}`;
        const known = host.get(id);
        if (known === undefined) {
          const row = { id, cpu: random(100), name: `n${random(9)}` };
          host.set(id, row);
          changed.set(id, row);
        } else if (random(3) === 0) {
          host.delete(id);
          changed.delete(id);
          gone.add(id);
        } else {
          const cpu = random(100);
          host.set(id, { ...known, cpu });
          changed.set(id, { ...(gone.has(id) ? host.get(id) : changed.get(id)), id, cpu });
        }
      }
      const time = String(round);
      const base = tick;
      tick += 1 + random(2);
      const lost = random(20) === 0;
      const frame: Frame<Row, string> =
        table === undefined
          ? { tick, time, full: true, rows: [...host.values()] }
          : { tick, time, base, changed: [...changed.values()], gone: [...gone] };
      if (lost) continue;
      const result = applyFrame(table, frame, shape);
      table = 'resync' in result ? undefined : result.table;
      if (table !== undefined) expect(new Map(table.byKey)).toEqual(host);
    }
  });
});

function generator(seed: number) {
  let state = seed;
  return (below: number) => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return (state >> 8) % below;
  };
}
