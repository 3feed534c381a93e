import { useDeferredValue, useMemo } from 'react';
import type { ProcessRow } from '../../api/model';
import type { LiveTable } from '../../live/frames';
import { RowFilter } from '../../live/query/row-filter';
import { PROCESSES } from '../../live/shapes';
import type { Sort } from '../../ui/sort-rows';
import { useNews } from '../../ui/use-news';
import { useOrderedRows } from '../../ui/use-ordered-rows';
import { SORT_VALUES } from './columns';
import { processTree, type TreeRow } from './tree';

export const DEFAULT_SORT: Sort = { column: 'cpuPercent', descending: true };

interface Options {
  query: string | undefined;
  sort: Sort;
  tree: boolean;
  collapsed: ReadonlySet<string>;
}

/// What the table shows of a frame: filtered and sorted, flat or as a tree.
export function useProcessRows(table: LiveTable<ProcessRow> | undefined, options: Options) {
  const deferred = useDeferredValue(table);
  const filter = useMemo(() => new RowFilter(options.query ?? ''), [options.query]);
  const { sort, tree, collapsed } = options;
  const ofColumn = SORT_VALUES[sort.column] ?? SORT_VALUES[DEFAULT_SORT.column];
  const order = useMemo(
    () => ({
      keyOf: PROCESSES.keyOf,
      rank: filter.isEmpty ? undefined : (row: ProcessRow) => filter.rank(row),
      read: ofColumn ?? ((row: ProcessRow) => row.cpuPercent),
      descending: sort.descending,
    }),
    [filter, ofColumn, sort.descending],
  );
  const news = useNews(deferred, PROCESSES.keyOf);
  const { rows: flat, touch, ordering } = useOrderedRows(tree ? undefined : news.rows, order);
  const nodes = useMemo(() => {
    const found = new Map<string, TreeRow>();
    if (deferred === undefined || !tree) return found;
    const sign = sort.descending ? -1 : 1;
    const read = (node: TreeRow) =>
      sort.column === 'cpuPercent'
        ? node.subtree.cpuPercent
        : sort.column === 'rssBytes'
          ? node.subtree.rssBytes
          : (ofColumn?.(node.row) ?? '');
    const list = processTree(deferred.rows, {
      matches: (row) => filter.rank(row) > 0,
      collapsed,
      keyOf: PROCESSES.keyOf,
      compare: (a, b) => {
        const [left, right] = [read(a), read(b)];
        return left < right ? -sign : left > right ? sign : 0;
      },
    });
    for (const node of list) found.set(PROCESSES.keyOf(node.row), node);
    return found;
  }, [deferred, tree, filter, collapsed, sort, ofColumn]);
  const rows = useMemo(() => (tree ? [...nodes.values()].map((node) => node.row) : flat), [tree, nodes, flat]);
  const matching = useMemo(
    () =>
      tree && deferred !== undefined
        ? filter.apply(deferred.rows).length
        : flat.length - filter.apply(news.ended).length,
    [tree, deferred, filter, flat, news.ended],
  );
  return {
    rows,
    nodes,
    toneOf: news.toneOf,
    touch,
    ordering: ordering && !tree,
    matching,
    error: filter.error,
    total: deferred?.rows.length ?? 0,
  };
}
