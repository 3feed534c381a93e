/// What a query may ask for, the same list as the API's. A key may read several fields of a row: `port` is either end of a socket.

export type FieldKind = 'text' | 'number' | 'bytes';
export interface QueryField {
  kind: FieldKind;
  paths: readonly string[];
}

const text = (...paths: string[]): QueryField => ({ kind: 'text', paths });
const number = (...paths: string[]): QueryField => ({ kind: 'number', paths });
const bytes = (...paths: string[]): QueryField => ({ kind: 'bytes', paths });

export const QUERY_FIELDS: Readonly<Record<string, QueryField>> = {
  pid: number('pid', 'mainPid', 'owners.pid'),
  ppid: number('ppid'),
  uid: number('uid'),
  name: text('comm', 'name', 'owners.program'),
  cmd: text('cmdline'),
  exe: text('exe'),
  user: text('user'),
  unit: text('unit', 'name'),
  container: text('container'),
  state: text('state', 'activeState', 'subState'),
  cpu: number('cpuPercent'),
  mem: number('memoryPercent'),
  rss: bytes('rssBytes', 'memoryBytes'),
  threads: number('threads', 'tasks'),
  nice: number('nice'),
  port: number('localPort', 'remotePort'),
  proto: text('protocol'),
  local: text('localAddress'),
  remote: text('remoteAddress'),
  recvq: number('recvQ'),
  sendq: number('sendQ'),
  inode: number('inode'),
  manager: text('manager'),
  enabled: text('fileState'),
};

/// The fields that a bare word is looked for in, in the order of the row.
export const WORD_FIELDS: readonly string[] = [
  'pid',
  'comm',
  'cmdline',
  'exe',
  'user',
  'unit',
  'container',
  'protocol',
  'localAddress',
  'localPort',
  'remoteAddress',
  'remotePort',
  'state',
  'owners.program',
  'owners.pid',
  'name',
  'description',
  'manager',
  'activeState',
  'subState',
  'fileState',
  'mainPid',
];
