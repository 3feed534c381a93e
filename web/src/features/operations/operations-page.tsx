import { Button } from '@mantine/core';
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useEffect, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { client, take } from '../../api/client';
import { HttpError } from '../../api/http-error';
import type { OperationRecord } from '../../api/model';
import { liveStore, useLive } from '../../live/use-live';
import { Banner } from '../../ui/banner';
import { DataTable } from '../../ui/data-table';
import { EmptyState, Loading } from '../../ui/empty-state';
import { formatNumber } from '../../ui/format';
import { PageHead } from '../../ui/page-head';
import { problemText } from '../../ui/problem-text';
import { useAct } from '../session/use-act';
import { operationColumns } from './columns';
import { OperationDrawer } from './operation-drawer';
import { OperationFilters } from './operation-filters';
import { useUnseen } from './use-unseen';
import './operations.css';

const route = getRouteApi('/operations');
const PAGE = 100;
const keyOf = (record: OperationRecord) => String(record.id);

export function OperationsPage() {
  const { t, i18n } = useTranslation();
  const queries = useQueryClient();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const unseen = useUnseen();
  const latest = useLive('lastOperation');
  const { act, pending } = useAct();
  const { id, offset = 0, ...filters } = search;
  const { data, error } = useQuery({
    queryKey: ['operations', filters, offset],
    queryFn: ({ signal }) =>
      take(
        client.GET('/api/v1/operations', {
          params: { query: { ...filters, sort: '-id', limit: PAGE, offset } },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });
  useEffect(() => {
    if (latest !== undefined) queries.invalidateQueries({ queryKey: ['operations'] });
  }, [latest, queries]);
  const columns = useMemo(() => operationColumns(t, i18n.language), [t, i18n.language]);
  const items = data?.items ?? [];
  const total = data?.total ?? 0;
  const newest = Math.max(latest?.id ?? 0, offset === 0 ? (items[0]?.id ?? 0) : 0);
  const markSeen = () =>
    act({
      what: t('operations.mark_seen'),
      run: async () => {
        const upToId =
          newest > 0
            ? newest
            : (await take(client.GET('/api/v1/operations', { params: { query: { sort: '-id', limit: 1 } } }))).items[0]
                ?.id;
        if (upToId === undefined) return;
        const { count } = await take(client.POST('/api/v1/operations/seen', { body: { upToId } }));
        liveStore.set('unseen', count);
      },
      touches: ['operations'],
    });
  const filtered = Object.values(filters).some((value) => value !== undefined);
  const clear = () => navigate({ search: {} });
  const goTo = (next: number) => navigate({ search: (before) => ({ ...before, offset: next > 0 ? next : undefined }) });

  return (
    <main className="page fills" id="main">
      <PageHead
        title={t('nav.operations')}
        note={data && t('operations.count', { count: total, formatted: formatNumber(total, i18n.language) })}
        command="procdeck audit export --format csv"
      >
        {unseen !== undefined && (
          <Button size="xs" variant="default" onClick={markSeen} loading={pending} disabled={unseen === 0}>
            {unseen > 0 ? t('operations.mark_seen_count', { count: unseen }) : t('operations.all_seen')}
          </Button>
        )}
      </PageHead>
      <OperationFilters
        value={filters}
        onChange={(next) =>
          navigate({ search: (before) => ({ ...before, ...next, offset: undefined }), replace: true })
        }
      />
      {error instanceof HttpError && <Banner tone="bad">{problemText(t, error).what}</Banner>}
      <DataTable
        label={t('nav.operations')}
        columns={columns}
        rows={items}
        keyOf={keyOf}
        onOpen={(record) => navigate({ search: (before) => ({ ...before, id: record.id }) })}
        openKey={id === undefined ? undefined : String(id)}
        rowTone={(record) => (record.logStatus === 'unseen' ? 'unseen' : undefined)}
        empty={
          data === undefined ? (
            error === null && <Loading />
          ) : (
            <EmptyState text={t('operations.none')} onClear={filtered ? clear : undefined} />
          )
        }
      />
      {total > PAGE && (
        <nav className="pager" aria-label={t('operations.pages')}>
          <Button size="xs" variant="default" disabled={offset === 0} onClick={() => goTo(Math.max(0, offset - PAGE))}>
            {t('operations.newer')}
          </Button>
          <span className="quiet">
            {t('operations.range', {
              from: formatNumber(offset + 1, i18n.language),
              to: formatNumber(Math.min(offset + PAGE, total), i18n.language),
              total: formatNumber(total, i18n.language),
            })}
          </span>
          <Button size="xs" variant="default" disabled={offset + PAGE >= total} onClick={() => goTo(offset + PAGE)}>
            {t('operations.older')}
          </Button>
        </nav>
      )}
      {id !== undefined && (
        <OperationDrawer id={id} onClose={() => navigate({ search: (before) => ({ ...before, id: undefined }) })} />
      )}
    </main>
  );
}
