import { describe, expect, it } from 'vitest';
import type { ProcessRow } from '../../api/model';
import { drain } from '../../live/slices';
import { type ProcessTree, type TreeOptions, treeSteps } from './tree';

function row(pid: number, ppid: number, cpuPercent: number | null = 1): ProcessRow {
  return { pid, ppid, startTicks: pid, comm: `p${pid}`, cpuPercent, rssBytes: 10 } as ProcessRow;
}
const byPid: TreeOptions = {
  matches: () => true,
  collapsed: new Set<string>(),
  read: (node) => node.row.pid,
  descending: false,
};
const byCpu: TreeOptions = { ...byPid, read: (node) => node.subtree.cpuPercent, descending: true };
const treeOf = (rows: readonly ProcessRow[], options: TreeOptions, held?: ProcessTree) =>
  drain(treeSteps(rows, options, held));
const nodesOf = (tree: ProcessTree) => [...tree.nodes.values()];
const shape = (tree: ProcessTree) => nodesOf(tree).map((each) => `${' '.repeat(each.depth)}${each.row.pid}`);

describe('process tree', () => {
  it('nests children and sums the subtree, unknown CPU counting as nothing', () => {
    const tree = treeOf([row(1, 0), row(2, 1, null), row(3, 2, 4), row(9, 1)], byPid);
    expect(shape(tree)).toEqual(['1', ' 2', '  3', ' 9']);
    expect(tree.rows.map((each) => each.pid)).toEqual([1, 2, 3, 9]);
    expect(nodesOf(tree)[0]?.subtree).toEqual({ processes: 4, cpuPercent: 6, rssBytes: 40 });
  });

  it('keeps the way to what was found and drops the rest', () => {
    const tree = treeOf([row(1, 0), row(2, 1), row(3, 2), row(9, 1)], {
      ...byPid,
      matches: (each) => each.pid === 3,
    });
    expect(shape(tree)).toEqual(['1', ' 2', '  3']);
    expect(nodesOf(tree).map((each) => each.onPath)).toEqual([true, true, false]);
    expect(tree.matching).toBe(1);
  });

  it('hides what is below a collapsed row but keeps its sums', () => {
    const tree = treeOf([row(1, 0), row(2, 1), row(3, 2)], { ...byPid, collapsed: new Set(['2.2']) });
    expect(shape(tree)).toEqual(['1', ' 2']);
    expect(nodesOf(tree)[1]?.subtree.processes).toBe(2);
    expect(tree.matching).toBe(3);
  });

  it('shows every process once although parents form a circle or are missing', () => {
    const tree = treeOf([row(5, 6), row(6, 5), row(7, 7), row(8, 4711)], byPid);
    expect(tree.rows.map((each) => each.pid).sort()).toEqual([5, 6, 7, 8]);
  });

  it('sorts siblings by what their whole branches take', () => {
    const tree = treeOf([row(1, 0), row(2, 1, 5), row(3, 1, 0), row(4, 3, 9)], byCpu);
    expect(shape(tree)).toEqual(['1', ' 3', '  4', ' 2']);
  });

  it('shows equal siblings by PID', () => {
    const tree = treeOf([row(1, 0), row(9, 1), row(4, 1), row(7, 1), row(3, 0)], { ...byCpu, read: () => 0 });
    expect(shape(tree)).toEqual(['1', ' 4', ' 7', ' 9', '3']);
  });

  it('keeps the order of siblings while it is held, with new ones at the end of theirs', () => {
    const before = treeOf([row(1, 0), row(2, 1, 5), row(3, 1, 0), row(4, 3, 9)], byCpu);
    const after = treeOf([row(1, 0), row(2, 1, 99), row(3, 1, 0), row(4, 3, 9), row(5, 3, 50)], byCpu, before);
    expect(shape(after)).toEqual(['1', ' 3', '  4', '  5', ' 2']);
  });

  it('gives way often while it grows from many processes, also deep ones', () => {
    const many = Array.from({ length: 20_000 }, (_, index) => row(index + 1, index));
    let steps = 0;
    const work = treeSteps(many, byCpu, undefined);
    let step = work.next();
    for (; !step.done; step = work.next()) steps += 1;
    expect(step.value.rows).toHaveLength(20_000);
    expect(steps).toBeGreaterThan(50);
  });
});
