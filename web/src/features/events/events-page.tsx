import { SegmentedControl } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { HttpError } from '../../api/http-error';
import type { EventRow } from '../../api/model';
import { RowFilter } from '../../live/query/row-filter';
import { ActionButton } from '../../ui/action-button';
import { Banner } from '../../ui/banner';
import { DataTable } from '../../ui/data-table';
import { EmptyState, Loading } from '../../ui/empty-state';
import { Icon } from '../../ui/icons';
import { PageHead } from '../../ui/page-head';
import { PauseButton } from '../../ui/pause-button';
import { problemText } from '../../ui/problem-text';
import { QueryBox } from '../../ui/query-box';
import { parseSort, type Sort, sortRows, sortText } from '../../ui/sort-rows';
import { useHeldRows } from '../../ui/use-held-rows';
import { eventColumns, SORT_VALUES } from './columns';
import { EventDrawer } from './event-drawer';
import { isFailure } from './event-text';
import { FeedState } from './feed-state';
import { useEventRows } from './use-event-rows';
import './events.css';

const route = getRouteApi('/events');
const DEFAULT_SORT: Sort = { column: 'time', descending: true };
const SHOWN = ['all', 'failed', 'units', 'running'] as const;

const KEEPS: Readonly<Record<string, (row: EventRow) => boolean>> = {
  failed: isFailure,
  units: (row) => (row.unitFailures ?? 0) > 0,
  running: (row) => row.outcome === 'running',
};

export function EventsPage() {
  const { t, i18n } = useTranslation();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const all = search.all === true;
  const events = useEventRows(all, search.q);
  const sort = useMemo(() => parseSort(search.sort, DEFAULT_SORT), [search.sort]);
  const filter = useMemo(() => new RowFilter(search.q ?? ''), [search.q]);
  const sorted = useMemo(() => {
    const keeps = search.show === undefined ? undefined : KEEPS[search.show];
    const kept = keeps === undefined ? events.rows : events.rows.filter(keeps);
    const ofColumn = SORT_VALUES[sort.column] ?? SORT_VALUES.time;
    if (ofColumn === undefined) return [];
    return sortRows(filter.apply(kept), ofColumn, sort.descending);
  }, [events.rows, search.show, filter, sort]);
  const reset = `${search.q ?? ''}|${search.show ?? ''}|${sortText(sort)}|${all}`;
  const { rows, touch } = useHeldRows(sorted, events.keyOf, reset);
  const columns = useMemo(() => eventColumns(t, i18n.language), [t, i18n.language]);
  const clear = () => navigate({ search: (before) => ({ ...before, q: undefined, show: undefined }) });
  return (
    <main className="page fills" id="main">
      <PageHead
        title={t('nav.events')}
        note={`${t('events.count_of', { shown: rows.length, held: events.feed?.held ?? events.rows.length })} · ${events.feed ? t(`events.source_name.${events.feed.source}`) : ''}`}
        command="execsnoop-bpfcc -x"
      />
      <FeedState feed={events.feed} />
      {events.failure instanceof HttpError && <Banner tone="bad">{problemText(t, events.failure).what}</Banner>}
      <div className="toolbar">
        <QueryBox
          value={search.q}
          error={filter.error}
          label={t('events.filter')}
          onChange={(q) => navigate({ search: (before) => ({ ...before, q }), replace: true })}
        />
        <SegmentedControl
          size="xs"
          value={search.show ?? 'all'}
          onChange={(value) =>
            navigate({
              search: (before) => ({
                ...before,
                show: SHOWN.find((each) => each === value && each !== 'all') as
                  | 'failed'
                  | 'units'
                  | 'running'
                  | undefined,
              }),
            })
          }
          aria-label={t('events.show')}
          data={SHOWN.map((value) => ({ value, label: t(`events.shown.${value}`) }))}
        />
        {!all && <PauseButton paused={events.paused} onChange={events.pause} />}
        <ActionButton
          variant={all ? 'filled' : 'default'}
          onClick={() => navigate({ search: (before) => ({ ...before, all: all ? undefined : true }) })}
          leftSection={<Icon name={all ? 'pulse' : 'log'} size={14} />}
        >
          {t(all ? 'events.back_to_live' : 'events.all_remembered')}
        </ActionButton>
      </div>
      <DataTable
        label={t('nav.events')}
        columns={columns}
        rows={rows}
        keyOf={events.keyOf}
        sort={sort}
        onSort={(next) => navigate({ search: (before) => ({ ...before, sort: sortText(next) }), replace: true })}
        onOpen={(row) => navigate({ search: (before) => ({ ...before, id: row.id }) })}
        onTouch={touch}
        openKey={search.id === undefined ? undefined : String(search.id)}
        empty={
          events.loaded ? (
            <EmptyState text={t('events.none')} onClear={search.q || search.show ? clear : undefined} />
          ) : (
            <Loading />
          )
        }
      />
      {search.id !== undefined && (
        <EventDrawer
          event={events.find(search.id)}
          loaded={events.loaded}
          onClose={() => navigate({ search: (before) => ({ ...before, id: undefined }) })}
        />
      )}
    </main>
  );
}
