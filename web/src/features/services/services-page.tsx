import { SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { lazy, Suspense, useDeferredValue, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client, take } from '../../api/client';
import type { ServiceOperation, ServiceRow } from '../../api/model';
import { RowFilter } from '../../live/query/row-filter';
import { SERVICES } from '../../live/shapes';
import { useLive, useTopic } from '../../live/use-live';
import { ActionButton } from '../../ui/action-button';
import { Banner } from '../../ui/banner';
import { DataTable } from '../../ui/data-table';
import { EmptyState, Loading } from '../../ui/empty-state';
import { Freshness } from '../../ui/freshness';
import { Icon } from '../../ui/icons';
import { PageHead } from '../../ui/page-head';
import { codedText } from '../../ui/problem-text';
import { QueryBox } from '../../ui/query-box';
import { parseSort, type Sort, sortRows, sortText } from '../../ui/sort-rows';
import { useHeldRows } from '../../ui/use-held-rows';
import { MOST_SELECTED, SelectionBar, useSelection } from '../../ui/use-selection';
import { TemplatesButton } from '../commands/templates-button';
import { usePermissions } from '../session/use-session';
import { SORT_VALUES, serviceColumns, stateRank } from './columns';
import { listCommandOf } from './shell-command';
import './services.css';

const BulkDialog = lazy(() => import('./bulk-dialog').then((module) => ({ default: module.BulkDialog })));
const ServiceDrawer = lazy(() => import('./service-drawer').then((module) => ({ default: module.ServiceDrawer })));
const ServiceForm = lazy(() => import('./service-form').then((module) => ({ default: module.ServiceForm })));

const route = getRouteApi('/services');
const DEFAULT_SORT: Sort = { column: 'state', descending: false };
const SHOWN = ['services', 'failed', 'running', 'enabled', 'all'] as const;
type Shown = (typeof SHOWN)[number];

/// systemd lists mounts, targets and the like beside services; other managers have nothing but services.
function isService(row: ServiceRow): boolean {
  return row.manager !== 'systemd' || row.name.endsWith('.service');
}

const BULK: readonly ServiceOperation[] = ['start', 'stop', 'restart', 'enable', 'disable'];

function nameOf(row: ServiceRow): string {
  return row.name;
}

const KEEPS: Readonly<Record<Shown, (row: ServiceRow) => boolean>> = {
  services: isService,
  failed: (row) => row.activeState === 'failed',
  running: (row) => row.activeState === 'active' && isService(row),
  enabled: (row) => row.fileState === 'enabled' && isService(row),
  all: () => true,
};

export function ServicesPage() {
  const { t, i18n } = useTranslation();
  useTopic('services');
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const live = useLive('services');
  const table = useDeferredValue(live);
  const { data: listing } = useQuery({
    queryKey: ['services', 'notice'],
    queryFn: ({ signal }) => take(client.GET('/api/v1/services', { params: { query: { limit: '1' } }, signal })),
    staleTime: 60_000,
  });
  const sort = useMemo(() => parseSort(search.sort, DEFAULT_SORT), [search.sort]);
  const filter = useMemo(() => new RowFilter(search.q ?? ''), [search.q]);
  const sorted = useMemo(() => {
    if (table === undefined) return [];
    const kept = filter.apply(table.rows).filter(KEEPS[search.show ?? 'services']);
    const byName = sortRows(kept, (row) => row.name, false);
    const ofColumn = SORT_VALUES[sort.column] ?? stateRank;
    return sortRows(byName, ofColumn, sort.descending, filter.isEmpty ? undefined : (row) => filter.rank(row));
  }, [table, filter, search.show, sort]);
  const { rows, touch } = useHeldRows(
    sorted,
    SERVICES.keyOf,
    `${search.q ?? ''}|${search.show ?? ''}|${sortText(sort)}`,
  );
  const selection = useSelection(SERVICES.keyOf, nameOf);
  const columns = useMemo(
    () => [selection.column, ...serviceColumns(t, i18n.language)],
    [selection.column, t, i18n.language],
  );
  const selected = useMemo(
    () => (table?.rows ?? []).filter((row) => selection.keys.has(SERVICES.keyOf(row))),
    [table, selection.keys],
  );
  const [bulk, setBulk] = useState<{ operation: ServiceOperation; services: readonly ServiceRow[] }>();
  const names = useMemo(
    () => sortRows((table?.rows ?? []).filter(isService), (row) => row.name, false).map((row) => row.name),
    [table],
  );
  const { whyNotService } = usePermissions();
  const failedRows = table?.rows.filter(KEEPS.failed) ?? [];
  const failed = failedRows.length;
  const clearable = failedRows.filter((row) => row.verbs.includes('reset-failed')).slice(0, MOST_SELECTED);
  const clear = () => navigate({ search: (before) => ({ ...before, q: undefined, show: undefined }) });
  const openForm = (form: boolean) => navigate({ search: (before) => ({ ...before, form: form || undefined }) });

  return (
    <main className="page fills" id="main">
      <PageHead
        title={t('nav.services')}
        note={
          <>
            {t('ui.count_of', { shown: rows.length, total: table?.rows.length ?? 0 })}
            <Freshness topic="services" />
          </>
        }
        command={listCommandOf(table?.rows)}
      >
        <TemplatesButton names={names} />
        <ActionButton size="xs" onClick={() => openForm(true)} leftSection={<Icon name="terminal" size={14} />}>
          {t('services.form.open')}
        </ActionButton>
      </PageHead>
      {listing?.notice && <Banner>{codedText(t, listing.notice)}</Banner>}
      <div className="toolbar">
        <QueryBox
          rows={live?.rows}
          value={search.q}
          error={filter.error}
          label={t('services.filter')}
          onChange={(q) => navigate({ search: (before) => ({ ...before, q }), replace: true })}
        />
        <SegmentedControl
          size="xs"
          value={search.show ?? 'services'}
          onChange={(value) =>
            navigate({
              search: (before) => ({
                ...before,
                show: value === 'services' ? undefined : (value as Exclude<Shown, 'services'>),
              }),
            })
          }
          aria-label={t('services.show')}
          data={SHOWN.map((value) => ({
            value,
            label:
              value === 'failed' && failed > 0
                ? `${t('services.shown.failed')} (${failed})`
                : t(`services.shown.${value}`),
          }))}
        />
        {clearable.length > 0 && (
          <ActionButton
            variant="default"
            reason={whyNotService('reset-failed')}
            onClick={() => setBulk({ operation: 'reset-failed', services: clearable })}
          >
            {t('services.bulk.clear_failed', { count: clearable.length })}
          </ActionButton>
        )}
      </div>
      <SelectionBar count={selected.length} clear={selection.clear}>
        {BULK.map((operation) => (
          <ActionButton
            key={operation}
            variant="default"
            reason={whyNotService(operation)}
            onClick={() => setBulk({ operation, services: selected })}
          >
            {t(`services.operation.${operation}`)}
          </ActionButton>
        ))}
      </SelectionBar>
      <DataTable
        label={t('nav.services')}
        columns={columns}
        rows={rows}
        keyOf={SERVICES.keyOf}
        sort={sort}
        onSort={(next) => navigate({ search: (before) => ({ ...before, sort: sortText(next) }), replace: true })}
        onOpen={(row) => navigate({ search: (before) => ({ ...before, name: row.name }) })}
        onTouch={touch}
        openKey={search.name}
        empty={
          live === undefined ? (
            <Loading />
          ) : (
            <EmptyState text={t('services.none')} onClear={search.q || search.show ? clear : undefined} />
          )
        }
      />
      <Suspense fallback={null}>
        {search.name !== undefined && (
          <ServiceDrawer
            name={search.name}
            tab={search.tab}
            onTab={(tab) => navigate({ search: (before) => ({ ...before, tab }), replace: true })}
            onClose={() => navigate({ search: (before) => ({ ...before, name: undefined, tab: undefined }) })}
          />
        )}
        {bulk && (
          <BulkDialog
            operation={bulk.operation}
            services={bulk.services}
            onClose={() => {
              setBulk(undefined);
              selection.clear();
            }}
          />
        )}
        {search.form && <ServiceForm names={names} onClose={() => openForm(false)} />}
      </Suspense>
    </main>
  );
}
