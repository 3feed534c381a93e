import { useEffect, useMemo, useRef, useState } from 'react';
import type { LiveTable } from '../live/frames';

const SHOWN_MILLIS = 3_000;

/// More than this at once is no news that anybody could read.
const MOST = 200;

interface News<Row> {
  fresh: ReadonlyMap<string, number>;
  gone: ReadonlyMap<string, { row: Row; until: number }>;
}

/// What came and what went in the last seconds. Rows that are gone stay for that long, so that their end can be seen.
export function useNews<Row extends object>(table: LiveTable<Row> | undefined, keyOf: (row: Row) => string) {
  const [news, setNews] = useState<News<Row>>({ fresh: new Map(), gone: new Map() });
  const seen = useRef<LiveTable<Row>>(undefined);
  useEffect(() => {
    if (table === undefined || seen.current === table) return;
    // A frame that was never drawn has its news too, but the table tells of the last one only: better less than wrong.
    seen.current = table;
    const now = Date.now();
    setNews((before) => {
      const quiet = table.added.length === 0 && table.gone.length === 0;
      if (quiet && before.fresh.size === 0 && before.gone.size === 0) return before;
      const fresh = new Map([...before.fresh].filter(([key, until]) => until > now && table.byKey.has(key)));
      const gone = new Map([...before.gone].filter(([key, { until }]) => until > now && !table.byKey.has(key)));
      if (table.added.length <= MOST) for (const key of table.added) fresh.set(key, now + SHOWN_MILLIS);
      if (table.gone.length <= MOST)
        for (const row of table.gone) gone.set(keyOf(row), { row, until: now + SHOWN_MILLIS });
      return { fresh, gone };
    });
  }, [table, keyOf]);
  const ended = useMemo(
    () => [...news.gone].filter(([key]) => table?.byKey.has(key) === false).map(([, { row }]) => row),
    [table, news.gone],
  );
  const rows = useMemo(
    () => (table === undefined || ended.length === 0 ? table?.rows : [...table.rows, ...ended]),
    [table, ended],
  );
  const toneOf = (row: Row): string | undefined => {
    const key = keyOf(row);
    return news.gone.has(key) && table?.byKey.has(key) === false ? 'gone' : news.fresh.has(key) ? 'fresh' : undefined;
  };
  return { rows, ended, toneOf };
}
