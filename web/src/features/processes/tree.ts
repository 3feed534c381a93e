import type { ProcessRow } from '../../api/model';
import { PROCESSES } from '../../live/shapes';
import { type SortValue, sortSteps } from '../../ui/sort-rows';

const { keyOf } = PROCESSES;
const STEP = 1_024;

export interface TreeRow {
  row: ProcessRow;
  depth: number;
  children: number;
  collapsed: boolean;
  /// Of the process and all below it.
  subtree: { processes: number; cpuPercent: number; rssBytes: number };
  /// Shown only because something below answers the filter.
  onPath: boolean;
}

export interface TreeOptions {
  matches: (row: ProcessRow) => boolean;
  collapsed: ReadonlySet<string>;
  read: (node: TreeRow) => SortValue;
  descending: boolean;
}

export interface ProcessTree {
  /// As they are shown, from the top to the bottom.
  readonly rows: readonly ProcessRow[];
  readonly nodes: ReadonlyMap<string, TreeRow>;
  /// How many processes answer the filter, those in collapsed branches too.
  readonly matching: number;
}

export const NO_TREE: ProcessTree = { rows: [], nodes: new Map(), matching: 0 };

interface Branch {
  node: TreeRow;
  below: Branch[];
}

/// The processes as a tree, flattened for a table, in steps. A process whose parent is not in the list is a root; a circle of
/// parents, possible only in a torn sample, is cut where it is met. While a tree is held siblings keep their order and new ones come last.
export function* treeSteps(
  rows: readonly ProcessRow[],
  options: TreeOptions,
  held: ProcessTree | undefined,
): Generator<void, ProcessTree> {
  const branches = yield* branchSteps(rows, options);
  let matching = 0;
  for (const { node } of branches) if (!node.onPath) matching += 1;
  yield;
  const roots = yield* nestSteps(branches);
  const places = held && new Map([...held.nodes.keys()].map((key, index) => [key, index]));
  const read = places
    ? ({ node }: Branch) => places.get(keyOf(node.row)) ?? places.size + node.row.pid
    : ({ node }: Branch) => options.read(node);
  const nodes = new Map<string, TreeRow>();
  const shown: ProcessRow[] = [];
  const waiting = [...(yield* sortSteps(roots, read, places === undefined && options.descending))].reverse();
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { node, below } = next;
    nodes.set(keyOf(node.row), node);
    shown.push(node.row);
    if (shown.length % STEP === 0) yield;
    if (node.collapsed || below.length === 0) continue;
    const level = yield* sortSteps(below, read, places === undefined && options.descending);
    for (let at = level.length - 1; at >= 0; at -= 1) waiting.push(level[at] as Branch);
  }
  return { rows: shown, nodes, matching };
}

/// One branch for each process: parents before their children, siblings by PID, the last first.
function* branchSteps(rows: readonly ProcessRow[], options: TreeOptions): Generator<void, Branch[]> {
  const children = new Map<number, ProcessRow[]>();
  const pids = new Set<number>();
  const ordered = yield* sortSteps(rows, (row) => row.pid, false);
  for (const row of ordered) pids.add(row.pid);
  yield;
  const roots: ProcessRow[] = [];
  for (const row of ordered) {
    const list = children.get(row.ppid);
    if (row.ppid === row.pid || !pids.has(row.ppid)) roots.push(row);
    else if (list === undefined) children.set(row.ppid, [row]);
    else list.push(row);
  }
  yield;
  const branches: Branch[] = [];
  const met = new Set<number>();
  for (const start of [roots, ordered]) {
    for (const root of start) {
      const waiting: [ProcessRow, number][] = [[root, 0]];
      for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
        const [row, depth] = next;
        if (met.has(row.pid)) continue;
        met.add(row.pid);
        branches.push({ node: nodeOf(row, depth, options), below: [] });
        if (branches.length % STEP === 0) yield;
        for (const child of children.get(row.pid) ?? []) waiting.push([child, depth + 1]);
      }
    }
  }
  return branches;
}

function nodeOf(row: ProcessRow, depth: number, options: TreeOptions): TreeRow {
  return {
    row,
    depth,
    children: 0,
    collapsed: options.collapsed.has(keyOf(row)),
    subtree: { processes: 1, cpuPercent: row.cpuPercent ?? 0, rssBytes: row.rssBytes ?? 0 },
    onPath: !options.matches(row),
  };
}

/// Adds each branch to its parent's sums and, when it is wanted, to what is below it: from the last, so that children are whole
/// before their parents. Gives the wanted roots.
function* nestSteps(branches: readonly Branch[]): Generator<void, Branch[]> {
  const byPid = new Map(branches.map((branch) => [branch.node.row.pid, branch]));
  yield;
  const roots: Branch[] = [];
  for (let at = branches.length - 1; at >= 0; at -= 1) {
    if (at % STEP === 0) yield;
    const branch = branches[at] as Branch;
    const { node, below } = branch;
    const parent = node.depth === 0 ? undefined : byPid.get(node.row.ppid);
    if (parent !== undefined) {
      parent.node.subtree.processes += node.subtree.processes;
      parent.node.subtree.cpuPercent += node.subtree.cpuPercent;
      parent.node.subtree.rssBytes += node.subtree.rssBytes;
    }
    node.children = below.length;
    if (node.onPath && below.length === 0) continue;
    (parent?.below ?? roots).push(branch);
  }
  return roots.reverse();
}
