import { Link } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import type { EventRow } from '../../api/model';
import type { Column } from '../../ui/data-table';
import { formatBytes } from '../../ui/format';
import { HostileText } from '../../ui/hostile-text';
import type { SortValue } from '../../ui/sort-rows';
import { StateMark } from '../../ui/state-mark';
import { endText, lifeText, momentText, toneOf, unitText } from './event-text';

export const SORT_VALUES: Readonly<Record<string, (row: EventRow) => SortValue>> = {
  time: (row) => Date.parse(row.time),
  outcome: (row) => row.outcome,
  pid: (row) => row.pid,
  cmdline: (row) => row.cmdline ?? row.comm,
  parentComm: (row) => row.parentComm,
  user: (row) => row.user,
  unit: (row) => row.unit,
  durationSeconds: (row) => row.durationSeconds,
  cpuSeconds: (row) => row.cpuSeconds,
  peakRssBytes: (row) => row.peakRssBytes,
};

export function eventColumns(t: TFunction, language: string): Column<EventRow>[] {
  const columns: Omit<Column<EventRow>, 'label'>[] = [
    {
      id: 'time',
      width: '98px',
      priority: 1,
      cell: (row) => <span className="mono">{momentText(row.time, language)}</span>,
    },
    {
      id: 'outcome',
      width: 'minmax(96px, 0.6fr)',
      priority: 1,
      cell: (row) => (
        <span title={unitText(row, t)}>
          <StateMark tone={toneOf(row)}>{endText(row, t)}</StateMark>
        </span>
      ),
    },
    { id: 'pid', width: '66px', align: 'end', priority: 2, cell: (row) => row.pid },
    { id: 'cmdline', width: 'minmax(120px, 3fr)', priority: 1, cell: (row) => <Command row={row} t={t} /> },
    {
      id: 'parentComm',
      width: 'minmax(80px, 0.8fr)',
      priority: 3,
      cell: (row) => <HostileText text={row.parentComm ?? ''} limit={40} />,
    },
    {
      id: 'user',
      width: 'minmax(64px, 0.5fr)',
      priority: 2,
      cell: (row) => <HostileText text={row.user ?? ''} limit={40} />,
    },
    { id: 'unit', width: 'minmax(100px, 0.9fr)', priority: 2, cell: (row) => <Unit row={row} t={t} /> },
    {
      id: 'durationSeconds',
      width: '84px',
      align: 'end',
      priority: 2,
      cell: (row) => lifeText(row.durationSeconds, language),
    },
    {
      id: 'cpuSeconds',
      width: '76px',
      align: 'end',
      priority: 3,
      cell: (row) => lifeText(row.cpuSeconds, language),
    },
    {
      id: 'peakRssBytes',
      width: '84px',
      align: 'end',
      priority: 3,
      cell: (row) => (row.peakRssBytes == null ? '—' : formatBytes(row.peakRssBytes, language)),
    },
  ];
  return columns.map((column) => ({ ...column, label: t(`events.column.${column.id}`), sortable: true }));
}

function Command({ row, t }: { row: EventRow; t: TFunction }) {
  const text = row.cmdline || row.comm;
  if (text === '') return <span className="quiet">{t('events.no_command')}</span>;
  return (
    <span className={row.ownProgram ? 'mono' : 'mono quiet'} title={row.ownProgram ? undefined : t('events.forked')}>
      <HostileText text={text} limit={300} />
    </span>
  );
}

function Unit({ row, t }: { row: EventRow; t: TFunction }) {
  if (!row.unit) return <span className="quiet">—</span>;
  const failures = row.unitFailures ?? 0;
  const name = row.unit.endsWith('.service') ? (
    <Link to="/services" search={{ name: row.unit }} onClick={(event) => event.stopPropagation()}>
      <HostileText text={row.unit} limit={80} />
    </Link>
  ) : (
    <HostileText text={row.unit} limit={80} />
  );
  if (failures === 0) return name;
  return (
    <span title={unitText(row, t)}>
      {name} <span className="event-failures">×{failures}</span>
    </span>
  );
}
