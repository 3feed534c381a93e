import { useDeferredValue, useMemo } from 'react';
import type { ProcessRow } from '../../api/model';
import type { LiveTable } from '../../live/frames';
import { RowFilter } from '../../live/query/row-filter';
import { PROCESSES } from '../../live/shapes';
import type { Sort } from '../../ui/sort-rows';
import { useNews } from '../../ui/use-news';
import { useOrdered } from '../../ui/use-ordered';
import { useOrderedRows } from '../../ui/use-ordered-rows';
import { SORT_VALUES } from './columns';
import { NO_TREE, type TreeOptions, type TreeRow, treeSteps } from './tree';

export const DEFAULT_SORT: Sort = { column: 'cpuPercent', descending: true };

/// Trees up to this size are made at once, so that a branch opens in the same frame.
const AT_ONCE_PROCESSES = 2_000;

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
  const read = useMemo(() => SORT_VALUES[sort.column] ?? ((row: ProcessRow) => row.cpuPercent), [sort.column]);
  const order = useMemo(
    () => ({
      keyOf: PROCESSES.keyOf,
      rank: filter.isEmpty ? undefined : (row: ProcessRow) => filter.rank(row),
      read,
      descending: sort.descending,
    }),
    [filter, read, sort.descending],
  );
  const growth = useMemo<TreeOptions>(
    () => ({
      matches: (row) => filter.rank(row) > 0,
      collapsed,
      read: (node: TreeRow) =>
        sort.column === 'cpuPercent' || sort.column === 'rssBytes' ? node.subtree[sort.column] : read(node.row),
      descending: sort.descending,
    }),
    [filter, collapsed, sort, read],
  );
  const news = useNews(deferred, PROCESSES.keyOf);
  const flat = useOrderedRows(tree ? undefined : news.rows, order);
  const grown = useOrdered({
    input: tree ? deferred?.rows : undefined,
    options: growth,
    small: !tree || (deferred?.rows.length ?? 0) <= AT_ONCE_PROCESSES,
    none: NO_TREE,
    work: treeSteps,
  });
  const endedMatching = useMemo(() => filter.apply(news.ended).length, [filter, news.ended]);
  return {
    rows: tree ? grown.result.rows : flat.rows,
    nodes: grown.result.nodes,
    toneOf: news.toneOf,
    touch: tree ? grown.touch : flat.touch,
    ordering: tree ? grown.ordering : flat.ordering,
    matching: tree ? grown.result.matching : flat.rows.length - endedMatching,
    error: filter.error,
    total: deferred?.rows.length ?? 0,
  };
}
