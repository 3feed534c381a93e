import type { TFunction } from 'i18next';
import type { ProcessRow } from '../../api/model';
import type { Column } from '../../ui/data-table';
import { formatBytes, formatCpuTime, formatNumber, formatRate } from '../../ui/format';
import { HostileText } from '../../ui/hostile-text';
import { Missing } from '../../ui/reading';
import type { SortValue } from '../../ui/sort-rows';
import { TimeText } from '../../ui/time-text';

export const FIXED = ['pid', 'comm'] as const;

export const SORT_VALUES: Readonly<Record<string, (row: ProcessRow) => SortValue>> = {
  pid: (row) => row.pid,
  ppid: (row) => row.ppid,
  comm: (row) => row.comm,
  cmdline: (row) => row.cmdline,
  user: (row) => row.user,
  state: (row) => row.state,
  cpuPercent: (row) => row.cpuPercent,
  cpuSeconds: (row) => row.cpuSeconds,
  rssBytes: (row) => row.rssBytes,
  virtualBytes: (row) => row.virtualBytes,
  memoryPercent: (row) => row.memoryPercent,
  threads: (row) => row.threads,
  nice: (row) => row.nice,
  startTime: (row) => row.startTicks,
  readBytesPerSecond: (row) => row.readBytesPerSecond,
  writeBytesPerSecond: (row) => row.writeBytesPerSecond,
  unit: (row) => row.unit,
  container: (row) => row.container,
};

export function processColumns(t: TFunction, language: string): Column<ProcessRow>[] {
  const label = (id: string) => t(`processes.column.${id}`);
  const amount = (row: ProcessRow, id: keyof ProcessRow, show: (value: number) => string) => {
    const value = row[id];
    return typeof value === 'number' ? show(value) : <Missing field={id} unavailable={row.unavailable} />;
  };
  const bytes = (value: number) => formatBytes(value, language);
  const rate = (value: number) => (value === 0 ? '0' : formatRate(value, language));
  const columns: Omit<Column<ProcessRow>, 'label'>[] = [
    { id: 'pid', width: '64px', align: 'end', priority: 1, cell: (row) => row.pid },
    {
      id: 'comm',
      width: 'minmax(84px, 0.8fr)',
      priority: 1,
      cell: (row) => (
        <span className={row.kernelThread ? 'quiet' : undefined}>
          <HostileText text={row.comm} />
        </span>
      ),
    },
    {
      id: 'cpuPercent',
      width: '62px',
      align: 'end',
      priority: 1,
      cell: (row) => amount(row, 'cpuPercent', (value) => formatNumber(value, language, 1)),
    },
    { id: 'rssBytes', width: '82px', align: 'end', priority: 1, cell: (row) => amount(row, 'rssBytes', bytes) },
    {
      id: 'memoryPercent',
      width: '62px',
      align: 'end',
      priority: 3,
      cell: (row) => amount(row, 'memoryPercent', (value) => formatNumber(value, language, 1)),
    },
    { id: 'user', width: 'minmax(76px, 0.4fr)', priority: 2, cell: (row) => <HostileText text={row.user} /> },
    { id: 'state', width: '92px', priority: 2, cell: (row) => <ProcessState state={row.state} t={t} /> },
    { id: 'threads', width: '58px', align: 'end', priority: 3, cell: (row) => row.threads },
    { id: 'startTime', width: '92px', priority: 3, cell: (row) => <TimeText value={row.startTime} only="relative" /> },
    {
      id: 'unit',
      width: 'minmax(100px, 0.7fr)',
      priority: 3,
      cell: (row) => (row.unit ? <HostileText text={row.unit} /> : <span className="quiet">—</span>),
    },
    {
      id: 'cmdline',
      width: 'minmax(160px, 2.4fr)',
      priority: 2,
      cell: (row) => (
        <span className="mono">
          <HostileText text={row.cmdline || `[${row.comm}]`} limit={300} />
        </span>
      ),
    },
  ];
  const optional: Omit<Column<ProcessRow>, 'label'>[] = [
    { id: 'ppid', width: '64px', align: 'end', priority: 3, cell: (row) => row.ppid },
    {
      id: 'cpuSeconds',
      width: '84px',
      align: 'end',
      priority: 3,
      cell: (row) => amount(row, 'cpuSeconds', formatCpuTime),
    },
    { id: 'virtualBytes', width: '82px', align: 'end', priority: 3, cell: (row) => amount(row, 'virtualBytes', bytes) },
    { id: 'nice', width: '48px', align: 'end', priority: 3, cell: (row) => row.nice },
    {
      id: 'readBytesPerSecond',
      width: '92px',
      align: 'end',
      priority: 3,
      cell: (row) => amount(row, 'readBytesPerSecond', rate),
    },
    {
      id: 'writeBytesPerSecond',
      width: '92px',
      align: 'end',
      priority: 3,
      cell: (row) => amount(row, 'writeBytesPerSecond', rate),
    },
    {
      id: 'container',
      width: 'minmax(80px, 0.5fr)',
      priority: 3,
      cell: (row) =>
        row.container ? <HostileText text={row.container} limit={24} /> : <span className="quiet">—</span>,
    },
  ];
  const named = (column: Omit<Column<ProcessRow>, 'label'>) => ({
    ...column,
    label: label(column.id),
    hint: t(`processes.column_hint.${column.id}`, { defaultValue: '' }) || undefined,
    sortable: true,
  });
  return [...columns.map(named), ...optional.map((column) => ({ ...named(column), optional: true }))];
}

export function ProcessState({ state, t }: { state: string; t: TFunction }) {
  const alarming = state === 'Z' || state === 'D';
  return (
    <span className={alarming ? 'bad-text' : state === 'R' ? 'strong' : 'quiet'}>
      <span className="mono">{state}</span> {t(`processes.state.${state}`, { defaultValue: '' })}
    </span>
  );
}
