import { describe, expect, it } from 'vitest';
import type { ProcessRow } from '../../api/model';
import { processTree } from './tree';

function row(pid: number, ppid: number, cpuPercent: number | null = 1): ProcessRow {
  return { pid, ppid, startTicks: pid, comm: `p${pid}`, cpuPercent, rssBytes: 10 } as ProcessRow;
}
const all = {
  matches: () => true,
  collapsed: new Set<string>(),
  keyOf: (each: ProcessRow) => String(each.pid),
  compare: () => 0,
};
const shape = (rows: ReturnType<typeof processTree>) => rows.map((each) => `${' '.repeat(each.depth)}${each.row.pid}`);

describe('process tree', () => {
  it('nests children and sums the subtree, unknown CPU counting as nothing', () => {
    const tree = processTree([row(1, 0), row(2, 1, null), row(3, 2, 4), row(9, 1)], all);
    expect(shape(tree)).toEqual(['1', ' 2', '  3', ' 9']);
    expect(tree[0]?.subtree).toEqual({ processes: 4, cpuPercent: 6, rssBytes: 40 });
  });

  it('keeps the way to what was found and drops the rest', () => {
    const tree = processTree([row(1, 0), row(2, 1), row(3, 2), row(9, 1)], {
      ...all,
      matches: (each) => each.pid === 3,
    });
    expect(shape(tree)).toEqual(['1', ' 2', '  3']);
    expect(tree.map((each) => each.onPath)).toEqual([true, true, false]);
  });

  it('hides what is below a collapsed row but keeps its sums', () => {
    const tree = processTree([row(1, 0), row(2, 1), row(3, 2)], { ...all, collapsed: new Set(['2']) });
    expect(shape(tree)).toEqual(['1', ' 2']);
    expect(tree[1]?.subtree.processes).toBe(2);
  });

  it('shows every process once although parents form a circle or are missing', () => {
    const tree = processTree([row(5, 6), row(6, 5), row(7, 7), row(8, 4711)], all);
    expect(tree.map((each) => each.row.pid).sort()).toEqual([5, 6, 7, 8]);
  });
});
