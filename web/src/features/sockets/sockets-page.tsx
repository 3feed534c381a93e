import { SegmentedControl } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { useDeferredValue, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { SocketRow } from '../../api/model';
import { RowFilter } from '../../live/query/row-filter';
import { SOCKETS } from '../../live/shapes';
import { useLive, useTopic } from '../../live/use-live';
import { DataTable } from '../../ui/data-table';
import { EmptyState, Loading } from '../../ui/empty-state';
import { Freshness } from '../../ui/freshness';
import { PageHead } from '../../ui/page-head';
import { PauseButton } from '../../ui/pause-button';
import { QueryBox } from '../../ui/query-box';
import { parseSort, type Sort, sortText } from '../../ui/sort-rows';
import { useNews } from '../../ui/use-news';
import { useOrderedRows } from '../../ui/use-ordered-rows';
import { usePause } from '../../ui/use-pause';
import { SORT_VALUES, socketColumns } from './columns';
import { SocketDrawer } from './socket-drawer';

const route = getRouteApi('/sockets');
const DEFAULT_SORT: Sort = { column: 'localPort', descending: false };
const SHOWN = ['all', 'listen', 'tcp', 'udp'] as const;

const KEEPS: Readonly<Record<string, (row: SocketRow) => boolean>> = {
  listen: (row) => row.state === 'LISTEN' || (row.protocol.startsWith('udp') && row.remotePort == null),
  tcp: (row) => row.protocol.startsWith('tcp'),
  udp: (row) => row.protocol.startsWith('udp'),
};

export function SocketsPage() {
  const { t } = useTranslation();
  useTopic('sockets');
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const live = useLive('sockets');
  const { shown: current, paused, toggle: pause } = usePause(live);
  const table = useDeferredValue(current);
  const sort = useMemo(() => parseSort(search.sort, DEFAULT_SORT), [search.sort]);
  const filter = useMemo(() => new RowFilter(search.q ?? ''), [search.q]);
  const order = useMemo(() => {
    const keeps = search.show === undefined ? undefined : KEEPS[search.show];
    const all = keeps === undefined && filter.isEmpty;
    return {
      keyOf: SOCKETS.keyOf,
      rank: all ? undefined : (row: SocketRow) => (keeps === undefined || keeps(row) ? filter.rank(row) : 0),
      read: SORT_VALUES[sort.column] ?? ((row: SocketRow) => row.localPort),
      descending: sort.descending,
    };
  }, [search.show, filter, sort]);
  const news = useNews(table, SOCKETS.keyOf);
  const { rows, touch, ordering } = useOrderedRows(news.rows, order);
  const shown = rows.length - news.ended.filter((row) => (order.rank?.(row) ?? 1) > 0).length;
  const columns = useMemo(() => socketColumns(t), [t]);
  const opened = search.socket === undefined ? undefined : table?.byKey.get(String(search.socket));
  const clear = () => navigate({ search: (before) => ({ ...before, q: undefined, show: undefined }) });

  return (
    <main className="page fills" id="main">
      <PageHead
        title={t('nav.sockets')}
        note={
          <>
            {t('ui.count_of', { shown, total: table?.rows.length ?? 0 })}
            <Freshness topic="sockets" paused={paused} />
          </>
        }
        command={search.show === 'listen' ? 'netstat -tulnp' : 'netstat -tunap'}
      />
      <div className="toolbar">
        <QueryBox
          rows={live?.rows}
          value={search.q}
          error={filter.error}
          label={t('sockets.filter')}
          onChange={(q) => navigate({ search: (before) => ({ ...before, q }), replace: true })}
        />
        <SegmentedControl
          size="xs"
          value={search.show ?? 'all'}
          onChange={(value) =>
            navigate({
              search: (before) => ({
                ...before,
                show: SHOWN.find((each) => each === value && each !== 'all') as 'listen' | 'tcp' | 'udp' | undefined,
              }),
            })
          }
          aria-label={t('sockets.show')}
          data={SHOWN.map((value) => ({ value, label: t(`sockets.shown.${value}`) }))}
        />
        <PauseButton paused={paused} onChange={pause} />
      </div>
      <DataTable
        label={t('nav.sockets')}
        columns={columns}
        rows={rows}
        keyOf={SOCKETS.keyOf}
        sort={sort}
        onSort={(next) => navigate({ search: (before) => ({ ...before, sort: sortText(next) }), replace: true })}
        onOpen={(row) => navigate({ search: (before) => ({ ...before, socket: row.id }) })}
        onTouch={touch}
        rowTone={news.toneOf}
        openKey={search.socket === undefined ? undefined : String(search.socket)}
        empty={
          live === undefined || ordering ? (
            <Loading />
          ) : (
            <EmptyState text={t('sockets.none')} onClear={search.q || search.show ? clear : undefined} />
          )
        }
      />
      {search.socket !== undefined && (
        <SocketDrawer
          socket={opened}
          loaded={table !== undefined}
          onClose={() => navigate({ search: (before) => ({ ...before, socket: undefined }) })}
        />
      )}
    </main>
  );
}
