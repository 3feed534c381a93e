import type { EventRow, ProcessRow, ServiceRow, SocketRow } from '../api/model';
import type { TableShape } from './frames';

export const processKey = (pid: number, startTicks: number) => `${pid}.${startTicks}`;

export const PROCESSES: TableShape<ProcessRow, [number, number]> = {
  keyOf: (row) => processKey(row.pid, row.startTicks),
  goneKey: ([pid, startTicks]) => processKey(pid, startTicks),
};
export const SOCKETS: TableShape<SocketRow, number> = { keyOf: (row) => String(row.id), goneKey: String };
export const EVENTS: TableShape<EventRow, number> = { keyOf: (row) => String(row.id), goneKey: String };
export const SERVICES: TableShape<ServiceRow, string> = { keyOf: (row) => row.name, goneKey: String };
