import { Link } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import type { SocketRow } from '../../api/model';
import type { Column } from '../../ui/data-table';
import { HostileText } from '../../ui/hostile-text';
import type { SortValue } from '../../ui/sort-rows';
import { endpoint } from './endpoint';
import { Owners } from './owners';

export const SORT_VALUES: Readonly<Record<string, (row: SocketRow) => SortValue>> = {
  protocol: (row) => row.protocol,
  recvQ: (row) => row.recvQ,
  sendQ: (row) => row.sendQ,
  localAddress: (row) => row.localAddress,
  localPort: (row) => row.localPort,
  remoteAddress: (row) => row.remoteAddress,
  state: (row) => row.state,
  user: (row) => row.user,
  owners: (row) => row.owners[0]?.pid,
  unit: (row) => row.unit,
};

/// The columns of `netstat -tunap` in its order, then who runs it.
export function socketColumns(t: TFunction): Column<SocketRow>[] {
  const columns: Omit<Column<SocketRow>, 'label'>[] = [
    { id: 'protocol', width: '42px', priority: 1, cell: (row) => row.protocol },
    { id: 'recvQ', width: '66px', align: 'end', priority: 3, cell: (row) => <Queue bytes={row.recvQ} /> },
    { id: 'sendQ', width: '66px', align: 'end', priority: 3, cell: (row) => <Queue bytes={row.sendQ} /> },
    {
      id: 'localPort',
      width: 'minmax(104px, 1.2fr)',
      priority: 1,
      cell: (row) => <span className="mono">{endpoint(row.localAddress, row.localPort)}</span>,
    },
    {
      id: 'remoteAddress',
      width: 'minmax(120px, 1.2fr)',
      priority: 2,
      cell: (row) => <span className="mono">{endpoint(row.remoteAddress, row.remotePort)}</span>,
    },
    { id: 'state', width: 'minmax(76px, 112px)', priority: 1, cell: (row) => <SocketState state={row.state} t={t} /> },
    { id: 'owners', width: 'minmax(72px, 1fr)', priority: 1, cell: (row) => <Owners socket={row} /> },
    { id: 'user', width: 'minmax(76px, 0.5fr)', priority: 3, cell: (row) => <HostileText text={row.user ?? ''} /> },
    { id: 'unit', width: 'minmax(100px, 0.9fr)', priority: 2, cell: (row) => <Unit name={row.unit} /> },
  ];
  return columns.map((column) => ({
    ...column,
    label: t(`sockets.column.${column.id === 'localPort' ? 'localAddress' : column.id}`),
    sortable: true,
  }));
}

export function SocketState({ state, t }: { state: string; t: TFunction }) {
  if (state === '') return <span className="quiet">—</span>;
  const hint = t(`sockets.state.${state}`, { defaultValue: '' });
  const tone = state === 'LISTEN' ? 'strong' : state === 'ESTABLISHED' ? undefined : 'quiet';
  return (
    <span className={tone} title={hint || undefined}>
      {state}
    </span>
  );
}

function Queue({ bytes }: { bytes: number }) {
  return <span className={bytes > 0 ? 'strong' : 'quiet'}>{bytes}</span>;
}

function Unit({ name }: { name: string | null | undefined }) {
  if (!name) return <span className="quiet">—</span>;
  if (!name.endsWith('.service')) return <HostileText text={name} />;
  return (
    <Link to="/services" search={{ name }} onClick={(event) => event.stopPropagation()}>
      <HostileText text={name} />
    </Link>
  );
}
