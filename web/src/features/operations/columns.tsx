import type { TFunction } from 'i18next';
import type { OperationRecord } from '../../api/model';
import type { Column } from '../../ui/data-table';
import { formatDateTime } from '../../ui/format';
import { HostileText } from '../../ui/hostile-text';
import { outcomeText } from '../../ui/problem-text';
import { TimeText } from '../../ui/time-text';
import { StatusMark } from './status-mark';

export function operationWords(t: TFunction, record: OperationRecord): string {
  if (record.logType === 'signal') return t('operations.signal', { signal: record.operation });
  if (record.logType === 'command') return t('operations.operation.command');
  return t(`operations.operation.${record.operation}`, { defaultValue: record.operation });
}

export function operationColumns(t: TFunction, language: string): Column<OperationRecord>[] {
  const columns: Omit<Column<OperationRecord>, 'label'>[] = [
    { id: 'id', width: '64px', align: 'end', priority: 3, cell: (row) => <span className="quiet">{row.id}</span> },
    {
      id: 'seen',
      width: '14px',
      priority: 1,
      cell: (row) => (
        <span className={`seen-dot ${row.logStatus}`} title={t(`operations.seen.${row.logStatus}`)}>
          <span className="visually-hidden">{t(`operations.seen.${row.logStatus}`)}</span>
        </span>
      ),
    },
    {
      id: 'logTime',
      width: '156px',
      priority: 2,
      cell: (row) => formatDateTime(new Date(row.logTime), language),
    },
    {
      id: 'age',
      width: '92px',
      priority: 3,
      cell: (row) => (
        <span className="quiet">
          <TimeText value={row.logTime} only="relative" />
        </span>
      ),
    },
    { id: 'retStatus', width: '118px', priority: 1, cell: (row) => <StatusMark status={row.retStatus} /> },
    {
      id: 'logType',
      width: '84px',
      priority: 3,
      cell: (row) => t(`operations.type.${row.logType}`, { defaultValue: row.logType }),
    },
    {
      id: 'operation',
      width: 'minmax(104px, 0.6fr)',
      priority: 1,
      cell: (row) => <HostileText text={operationWords(t, row)} limit={60} />,
    },
    {
      id: 'target',
      width: 'minmax(110px, 1.3fr)',
      priority: 1,
      cell: (row) => <HostileText text={row.target ?? ''} limit={120} />,
    },
    { id: 'userName', width: 'minmax(76px, 0.5fr)', priority: 2, cell: (row) => <HostileText text={row.userName} /> },
    {
      id: 'remoteAddress',
      width: 'minmax(96px, 0.6fr)',
      priority: 3,
      cell: (row) => <span className="quiet">{row.remoteAddress ?? '—'}</span>,
    },
    {
      id: 'detail',
      width: 'minmax(140px, 1.5fr)',
      priority: 2,
      cell: (row) => <span className="quiet">{outcomeText(t, row).what}</span>,
    },
  ];
  return columns.map((column) => ({
    ...column,
    silent: column.id === 'seen',
    label: t(`operations.column.${column.id === 'seen' ? 'logStatus' : column.id}`),
  }));
}
