import { SegmentedControl } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { lazy, Suspense, useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProcessRow } from '../../api/model';
import { PROCESSES, processKey } from '../../live/shapes';
import { useLive, useTopic } from '../../live/use-live';
import { ActionButton } from '../../ui/action-button';
import { ColumnChooser, useColumns } from '../../ui/column-chooser';
import { DataTable } from '../../ui/data-table';
import { EmptyState, Loading } from '../../ui/empty-state';
import { formatBytes, formatNumber } from '../../ui/format';
import { Freshness } from '../../ui/freshness';
import { PageHead } from '../../ui/page-head';
import { PauseButton } from '../../ui/pause-button';
import { QueryBox } from '../../ui/query-box';
import { parseSort, sortText } from '../../ui/sort-rows';
import { usePause } from '../../ui/use-pause';
import { SelectionBar, useSelection } from '../../ui/use-selection';
import { usePermissions } from '../session/use-session';
import { FIXED, processColumns } from './columns';
import { FollowStrip } from './follow-strip';
import { TreeName } from './tree-name';
import { DEFAULT_SORT, useProcessRows } from './use-process-rows';
import './processes.css';

const ProcessDrawer = lazy(() => import('./process-drawer').then((module) => ({ default: module.ProcessDrawer })));
const BulkSignalDialog = lazy(() =>
  import('./bulk-signal-dialog').then((module) => ({ default: module.BulkSignalDialog })),
);

const route = getRouteApi('/processes');

function nameOf(row: ProcessRow): string {
  return `${row.pid} ${row.comm}`;
}

export function ProcessesPage() {
  const { t, i18n } = useTranslation();
  useTopic('processes');
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const live = useLive('processes');
  const { shown: table, paused, toggle: pause } = usePause(live);
  const [collapsed, setCollapsed] = useState<ReadonlySet<string>>(new Set());
  const sort = useMemo(() => parseSort(search.sort, DEFAULT_SORT), [search.sort]);
  const tree = search.view === 'tree';
  const { rows, nodes, touch, toneOf, ordering, matching, error, total } = useProcessRows(table, {
    query: search.q,
    sort,
    tree,
    collapsed,
  });

  const toggle = useCallback((key: string) => {
    setCollapsed((before) => {
      const next = new Set(before);
      if (!next.delete(key)) next.add(key);
      return next;
    });
  }, []);
  const open = useCallback(
    (row: ProcessRow) => navigate({ search: (before) => ({ ...before, pid: row.pid, start: row.startTicks }) }),
    [navigate],
  );
  const columns = useMemo(() => processColumns(t, i18n.language), [t, i18n.language]);
  const { shown, toggle: toggleColumn, isOn } = useColumns('processes', columns, FIXED);
  const selection = useSelection(PROCESSES.keyOf, nameOf);
  const [bulk, setBulk] = useState(false);
  const { rights, whyNot } = usePermissions();
  const selected = useMemo(
    () =>
      selection.keys.size === 0 ? [] : (live?.rows ?? []).filter((row) => selection.keys.has(PROCESSES.keyOf(row))),
    [live, selection.keys],
  );
  const cells = useMemo(
    () =>
      tree
        ? shown.map((column) => {
            const node = (row: ProcessRow) => nodes.get(PROCESSES.keyOf(row));
            if (column.id === 'comm')
              return {
                ...column,
                width: 'minmax(180px, 1.4fr)',
                cell: (row: ProcessRow) => <TreeName row={row} node={node(row)} toggle={toggle} />,
              };
            if (column.id === 'cpuPercent')
              return {
                ...column,
                cell: (row: ProcessRow) => formatNumber(node(row)?.subtree.cpuPercent ?? 0, i18n.language, 1),
              };
            if (column.id === 'rssBytes')
              return {
                ...column,
                cell: (row: ProcessRow) => formatBytes(node(row)?.subtree.rssBytes ?? 0, i18n.language),
              };
            return column;
          })
        : shown,
    [shown, tree, nodes, toggle, i18n.language],
  );

  const visible = useMemo(() => [selection.column, ...cells], [selection.column, cells]);

  const opened = search.pid === undefined ? undefined : processKey(search.pid, search.start ?? 0);
  const clear = () => navigate({ search: (before) => ({ ...before, q: undefined }) });
  return (
    <main className="page fills" id="main">
      <PageHead
        title={t('nav.processes')}
        note={
          <>
            {t('ui.count_of', { shown: matching, total })}
            <Freshness topic="processes" paused={paused} />
          </>
        }
        command="ps -eo pid,ppid,user,stat,pcpu,rss,nlwp,lstart,cmd --sort=-pcpu"
      />
      <div className="toolbar">
        <QueryBox
          rows={live?.rows}
          value={search.q}
          error={error}
          label={t('processes.filter')}
          onChange={(q) => navigate({ search: (before) => ({ ...before, q }), replace: true })}
        />
        <SegmentedControl
          size="xs"
          value={tree ? 'tree' : 'list'}
          onChange={(view) =>
            navigate({ search: (before) => ({ ...before, view: view === 'tree' ? 'tree' : undefined }) })
          }
          aria-label={t('processes.view')}
          data={[
            { value: 'list', label: t('processes.list') },
            { value: 'tree', label: t('processes.tree') },
          ]}
        />
        <PauseButton paused={paused} onChange={pause} />
        <ColumnChooser columns={columns} fixed={FIXED} isOn={isOn} toggle={toggleColumn} />
      </div>
      <SelectionBar count={selected.length} clear={selection.clear}>
        <ActionButton variant="default" reason={whyNot(rights.signal)} onClick={() => setBulk(true)}>
          {t('processes.send_signal')}
        </ActionButton>
      </SelectionBar>
      {search.follow !== undefined && (
        <FollowStrip
          process={search.follow}
          onOpen={open}
          onEnd={() => navigate({ search: (before) => ({ ...before, follow: undefined }) })}
        />
      )}
      <DataTable
        label={t('nav.processes')}
        columns={visible}
        rows={rows}
        keyOf={PROCESSES.keyOf}
        sort={sort}
        onSort={(next) => navigate({ search: (before) => ({ ...before, sort: sortText(next) }), replace: true })}
        onOpen={open}
        onTouch={touch}
        openKey={search.pid === undefined ? undefined : processKey(search.pid, search.start ?? 0)}
        rowTone={(row) =>
          toneOf(row) ??
          (row.state === 'Z' ? 'alarming' : tree && nodes.get(PROCESSES.keyOf(row))?.onPath ? 'faded' : undefined)
        }
        onKey={(event, row) => {
          if (tree && (event.key === 'ArrowLeft' || event.key === 'ArrowRight')) {
            const key = PROCESSES.keyOf(row);
            if (collapsed.has(key) === (event.key === 'ArrowRight')) toggle(key);
            event.preventDefault();
          }
        }}
        empty={
          live === undefined || ordering ? (
            <Loading />
          ) : (
            <EmptyState text={t('processes.none')} onClear={search.q ? clear : undefined} />
          )
        }
      />
      <Suspense fallback={null}>
        {bulk && (
          <BulkSignalDialog
            processes={selected}
            onClose={() => {
              setBulk(false);
              selection.clear();
            }}
          />
        )}
        {search.pid !== undefined && (
          <ProcessDrawer
            following={search.follow === opened}
            onFollow={() =>
              navigate({ search: (before) => ({ ...before, follow: before.follow === opened ? undefined : opened }) })
            }
            pid={search.pid}
            startTicks={search.start}
            tab={search.tab}
            onTab={(tab) => navigate({ search: (before) => ({ ...before, tab }), replace: true })}
            onClose={() =>
              navigate({ search: (before) => ({ ...before, pid: undefined, start: undefined, tab: undefined }) })
            }
          />
        )}
      </Suspense>
    </main>
  );
}
