import type { TFunction } from 'i18next';
import type { ServiceRow } from '../../api/model';
import type { Column } from '../../ui/data-table';
import { formatBytes, formatNumber } from '../../ui/format';
import { HostileText } from '../../ui/hostile-text';
import { Missing } from '../../ui/reading';
import type { SortValue } from '../../ui/sort-rows';
import { TimeText } from '../../ui/time-text';
import { RowActions } from './row-actions';
import { ServiceState } from './service-state';

export const SORT_VALUES: Readonly<Record<string, (row: ServiceRow) => SortValue>> = {
  name: (row) => row.name,
  state: (row) => stateRank(row),
  fileState: (row) => row.fileState,
  mainPid: (row) => row.mainPid,
  memoryBytes: (row) => row.memoryBytes,
  cpuPercent: (row) => row.cpuPercent,
  tasks: (row) => row.tasks,
  since: (row) => row.since,
  restarts: (row) => row.restarts,
  description: (row) => row.description,
  manager: (row) => row.manager,
};

const ORDER = ['failed', 'activating', 'deactivating', 'reloading', 'active'];
/// Failed first, then what is on its way, then what runs, then the rest.
export function stateRank(row: ServiceRow): number {
  const rank = ORDER.indexOf(row.activeState);
  return rank < 0 ? ORDER.length : rank;
}

export function serviceColumns(t: TFunction, language: string): Column<ServiceRow>[] {
  const amount = (row: ServiceRow, id: keyof ServiceRow, show: (value: number) => string) => {
    const value = row[id];
    if (typeof value === 'number') return show(value);
    return row.activeState === 'active' ? (
      <Missing field={id} unavailable={row.unavailable} />
    ) : (
      <span className="quiet">—</span>
    );
  };
  const columns: Omit<Column<ServiceRow>, 'label'>[] = [
    { id: 'state', width: 'minmax(84px, 1fr)', priority: 1, cell: (row) => <ServiceState service={row} /> },
    {
      id: 'name',
      width: 'minmax(96px, 1.3fr)',
      priority: 1,
      cell: (row) => (
        <b className="plain">
          <HostileText text={row.name.replace(/\.service$/, '')} limit={80} />
        </b>
      ),
    },
    { id: 'fileState', width: '92px', priority: 3, cell: (row) => <FileState state={row.fileState} t={t} /> },
    {
      id: 'mainPid',
      width: '76px',
      align: 'end',
      priority: 2,
      cell: (row) => row.mainPid ?? <span className="quiet">—</span>,
    },
    {
      id: 'memoryBytes',
      width: '82px',
      align: 'end',
      priority: 2,
      cell: (row) => amount(row, 'memoryBytes', (value) => formatBytes(value, language)),
    },
    {
      id: 'cpuPercent',
      width: '62px',
      align: 'end',
      priority: 3,
      cell: (row) => amount(row, 'cpuPercent', (value) => formatNumber(value, language, 1)),
    },
    { id: 'since', width: '104px', priority: 3, cell: (row) => <TimeText value={row.since} only="relative" /> },
    { id: 'manager', width: '92px', priority: 3, cell: (row) => <span className="quiet">{row.manager}</span> },
    {
      id: 'description',
      width: 'minmax(140px, 1.6fr)',
      priority: 2,
      cell: (row) => (
        <span className="quiet">
          <HostileText text={row.description ?? ''} limit={200} />
        </span>
      ),
    },
    { id: 'actions', width: '112px', priority: 1, cell: (row) => <RowActions service={row} /> },
  ];
  return columns.map((column) => ({
    ...column,
    label: t(`services.column.${column.id}`),
    sortable: column.id !== 'actions',
  }));
}

export function FileState({ state, t }: { state: string | null | undefined; t: TFunction }) {
  if (!state) return <span className="quiet">—</span>;
  return (
    <span className={state === 'enabled' ? undefined : 'quiet'}>
      {t(`services.file_state.${state}`, { defaultValue: state })}
    </span>
  );
}
