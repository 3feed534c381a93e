import { describe, expect, it } from 'vitest';
import { holdOrder, parseSort, sortRows, sortText } from './sort-rows';

interface Row {
  id: string;
  value: number | string | null;
}
const rows = (...values: Row['value'][]): Row[] => values.map((value, index) => ({ id: `r${index}`, value }));
const sorted = (list: Row[], descending: boolean) =>
  sortRows(list, (row) => row.value, descending).map((row) => row.value);
const keyOf = (row: Row) => row.id;

describe('sorting', () => {
  it('puts unknown values last in either direction', () => {
    expect(sorted(rows(2, null, 10, 1), false)).toEqual([1, 2, 10, null]);
    expect(sorted(rows(2, null, 10, 1), true)).toEqual([10, 2, 1, null]);
    expect(sorted(rows('b', null, 'a'), true)).toEqual(['b', 'a', null]);
  });

  it('keeps equal rows in their order and leaves the given array alone', () => {
    const list = rows(1, 0, 1, 0);
    expect(sortRows(list, (row) => row.value, true).map(keyOf)).toEqual(['r0', 'r2', 'r1', 'r3']);
    expect(list.map(keyOf)).toEqual(['r0', 'r1', 'r2', 'r3']);
  });

  it('puts word-for-word hits before the others', () => {
    const ranked = sortRows(
      rows(1, 2, 3),
      (row) => row.value,
      true,
      (row) => (row.value === 1 ? 2 : 1),
    );
    expect(ranked.map((row) => row.value)).toEqual([1, 3, 2]);
  });

  it('reads back what it writes into the address', () => {
    for (const sort of [
      { column: 'pid', descending: false },
      { column: 'cpuPercent', descending: true },
    ]) {
      expect(parseSort(sortText(sort), { column: 'x', descending: false })).toEqual(sort);
    }
  });
});

describe('held order', () => {
  it('keeps places, shows new values, drops what is gone and adds what is new at the end', () => {
    const before = rows(1, 2, 3);
    const now: Row[] = [
      { id: 'new', value: 99 },
      { id: 'r2', value: 30 },
      { id: 'r0', value: 10 },
    ];
    expect(holdOrder(before, now, keyOf)).toEqual([
      { id: 'r0', value: 10 },
      { id: 'r2', value: 30 },
      { id: 'new', value: 99 },
    ]);
  });
});
