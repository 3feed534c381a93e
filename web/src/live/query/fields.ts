/// What a query may ask for, the same list as the API's. A key may read several fields of a row: `port` is either end of a socket.

/// `word` is a small vocabulary, read from its start: `active:active` must not find `inactive`.
export type FieldKind = 'text' | 'word' | 'number' | 'bytes' | 'percent';
export interface QueryField {
  kind: FieldKind;
  paths: readonly string[];
}

const text = (...paths: string[]): QueryField => ({ kind: 'text', paths });
const word = (...paths: string[]): QueryField => ({ kind: 'word', paths });
const number = (...paths: string[]): QueryField => ({ kind: 'number', paths });
const bytes = (...paths: string[]): QueryField => ({ kind: 'bytes', paths });
const percent = (...paths: string[]): QueryField => ({ kind: 'percent', paths });

/// The keys with their other names, as docs/query-language.md lists them.
const KEYS: readonly (readonly [string, QueryField])[] = [
  ['pid', number('pid', 'mainPid', 'owners.pid')],
  ['mainPid', number('mainPid')],
  ['ppid parent', number('ppid')],
  ['startTicks', number('startTicks')],
  ['uid', number('uid')],
  ['name', text('comm', 'name', 'owners.program')],
  ['comm', text('comm', 'owners.program')],
  ['program', text('owners.program')],
  ['cmd cmdline', text('cmdline')],
  ['exe', text('exe')],
  ['user', text('user')],
  ['unit service', text('unit', 'name')],
  ['container', text('container')],
  ['state', word('state', 'activeState', 'subState')],
  ['cpu cpuPercent', percent('cpuPercent')],
  ['time cpuSeconds', number('cpuSeconds')],
  ['mem memory rss', bytes('rssBytes', 'memoryBytes', 'peakRssBytes')],
  ['peakRssBytes', bytes('peakRssBytes')],
  ['rssBytes', bytes('rssBytes')],
  ['memoryBytes', bytes('memoryBytes')],
  ['vsz virtualBytes', bytes('virtualBytes')],
  ['memoryPercent', percent('memoryPercent')],
  ['threads', number('threads', 'tasks')],
  ['tasks', number('tasks')],
  ['nice', number('nice')],
  ['priority', number('priority')],
  ['read readBytesPerSecond', bytes('readBytesPerSecond')],
  ['write writeBytesPerSecond', bytes('writeBytesPerSecond')],
  ['kernel kernelThread', word('kernelThread')],
  ['protected', word('protected')],
  ['port', number('localPort', 'remotePort')],
  ['lport localPort', number('localPort')],
  ['rport remotePort', number('remotePort')],
  ['addr address', text('localAddress', 'remoteAddress')],
  ['local localAddress', text('localAddress')],
  ['remote remoteAddress', text('remoteAddress')],
  ['proto protocol', word('protocol')],
  ['recvQ', bytes('recvQ')],
  ['sendQ', bytes('sendQ')],
  ['inode', number('inode')],
  ['id', number('id')],
  ['rtt rttMicros', number('rttMicros')],
  ['retransmits', number('retransmits')],
  ['desc description', text('description')],
  ['manager', word('manager')],
  ['load loadState', word('loadState')],
  ['active activeState', word('activeState')],
  ['sub subState', word('subState')],
  ['enabled file fileState', word('fileState')],
  ['result', word('result')],
  ['restarts', number('restarts')],
  ['parentname parentComm', text('parentComm')],
  ['end outcome', word('outcome')],
  ['sig signal', word('signal')],
  ['code exitCode', number('exitCode')],
  ['core coreDumped', word('coreDumped')],
  ['duration durationSeconds', number('durationSeconds')],
  ['failures unitFailures', number('unitFailures')],
  ['aftermath', word('aftermath')],
  ['own ownProgram', word('ownProgram')],
];

export const QUERY_FIELDS: Readonly<Record<string, QueryField>> = Object.fromEntries(
  KEYS.flatMap(([names, field]) => names.split(' ').map((name) => [name.toLowerCase(), field])),
);

/// The fields that a bare word is looked for in, in the order of the row.
export const WORD_FIELDS: readonly string[] = [
  'pid',
  'comm',
  'cmdline',
  'exe',
  'user',
  'unit',
  'container',
  'parentComm',
  'outcome',
  'signal',
  'aftermath',
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
  'loadState',
  'result',
];

/// The keys that are offered while typing, each by its shortest name.
export const OFFERED_KEYS: readonly { name: string; field: QueryField }[] = KEYS.map(([names, field]) => ({
  name: names.split(' ').reduce((a, b) => (b.length < a.length ? b : a)),
  field,
}));
