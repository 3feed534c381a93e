import type { ProcessRow } from '../../api/model';

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

interface Options {
  matches: (row: ProcessRow) => boolean;
  collapsed: ReadonlySet<string>;
  keyOf: (row: ProcessRow) => string;
  compare: (a: TreeRow, b: TreeRow) => number;
}

/// The processes as a tree, flattened for a table. A process whose parent is not in the list is a root; a circle of
/// parents, possible only in a torn sample, is cut where it is met.
export function processTree(rows: readonly ProcessRow[], options: Options): TreeRow[] {
  const byPid = new Map(rows.map((row) => [row.pid, row]));
  const children = new Map<number, ProcessRow[]>();
  const roots: ProcessRow[] = [];
  for (const row of rows) {
    const parent = byPid.get(row.ppid);
    if (parent === undefined || row.ppid === row.pid) roots.push(row);
    else {
      const list = children.get(row.ppid);
      if (list === undefined) children.set(row.ppid, [row]);
      else list.push(row);
    }
  }
  const visited = new Set<number>();
  const build = (row: ProcessRow, depth: number): Built => {
    visited.add(row.pid);
    const below: Built[] = [];
    for (const child of children.get(row.pid) ?? []) if (!visited.has(child.pid)) below.push(build(child, depth + 1));
    const subtree = { processes: 1, cpuPercent: row.cpuPercent ?? 0, rssBytes: row.rssBytes ?? 0 };
    for (const { node } of below) {
      subtree.processes += node.subtree.processes;
      subtree.cpuPercent += node.subtree.cpuPercent;
      subtree.rssBytes += node.subtree.rssBytes;
    }
    const matches = options.matches(row);
    const kept = below.filter((each) => each.wanted);
    return {
      wanted: matches || kept.length > 0,
      below: kept,
      node: {
        row,
        depth,
        children: kept.length,
        collapsed: options.collapsed.has(options.keyOf(row)),
        subtree,
        onPath: !matches,
      },
    };
  };
  const built = roots.map((root) => build(root, 0));
  for (const row of rows) if (!visited.has(row.pid)) built.push(build(row, 0));
  const flat: TreeRow[] = [];
  const flatten = (level: Built[]) => {
    level.sort((a, b) => options.compare(a.node, b.node) || a.node.row.pid - b.node.row.pid);
    for (const each of level) {
      flat.push(each.node);
      if (!each.node.collapsed) flatten(each.below);
    }
  };
  flatten(built.filter((each) => each.wanted));
  return flat;
}

interface Built {
  node: TreeRow;
  below: Built[];
  wanted: boolean;
}
