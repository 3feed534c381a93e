/// The shapes of the API as the page uses them. Names and units are the API's own.

export type Role = 'viewer' | 'operator' | 'admin';
export type Denial = 'denied' | 'unsupported' | 'pending';
export type Unavailable = Record<string, Denial>;
export type Reading<T> = { value: T } | { denied: string } | { unsupported: string };
export type Parameters = Record<string, string | number | boolean | null | string[]>;
export interface Coded {
  code: string;
  parameters?: Parameters;
}
export interface Listing<T> {
  total: number;
  items: T[];
}
export interface Allowance {
  allowed: boolean;
  code?: string | null;
}

export const SERVICE_OPERATIONS = ['start', 'stop', 'restart', 'reload', 'enable', 'disable', 'reset-failed'] as const;
export type ServiceOperation = (typeof SERVICE_OPERATIONS)[number];

export interface Rights {
  signal: boolean;
  priority: boolean;
  services: Record<'start' | 'stop' | 'restart' | 'reload' | 'enable' | 'disable' | 'resetFailed', boolean>;
  commands: boolean;
  users: boolean;
  environment: boolean;
}

export interface Session {
  setupRequired: boolean;
  signedIn: boolean;
  userName?: string | null;
  role?: Role | null;
  language?: string | null;
  rights?: Rights | null;
  signedInAt?: string | null;
  stepUpUntil?: string | null;
  stepUpMaxAgeSeconds: number;
  readOnlyReason?: string | null;
  notices?: Coded[];
}

export interface User {
  userName: string;
  role: Role;
  disabled: boolean;
  createdAt: string;
  lastSignInAt?: string | null;
}

export interface AccountSession {
  id: string;
  current?: boolean;
  createdAt?: string | null;
  lastSeenAt?: string | null;
  remoteAddress?: string | null;
  userAgent?: string | null;
}

export interface Host {
  osName: string;
  osVersion: string;
  hostName: string;
  kernelRelease: string;
  architecture: string;
  bootTime: string;
  uptimeSeconds: number;
  timeZone: string;
  cpuModel: string | null;
  cpuCount: number;
  cpuSockets?: number | null;
  cpuCores?: number | null;
  memoryTotalBytes: number;
  virtualization: string | null;
  container?: string | null;
  serviceManagers: string[];
  addresses: { interfaceName: string; address: string; prefixLength: number }[];
  users: { userName: string; terminal: string; from?: string | null; loginTime: string }[];
  load: Load;
  bootId: string;
  agent: {
    version: string;
    connected: boolean;
    user: string;
    privileged: boolean;
    processSource: { name: string; reason?: string | null };
    limits: Coded[];
  };
}

export interface Load {
  one: number;
  five: number;
  fifteen: number;
}

export interface ScheduleItem {
  source: string;
  sourceKind: string;
  schedule: string;
  user?: string | null;
  command: string;
  nextRun?: string | null;
  lastRun?: string | null;
  unit?: string | null;
  error?: string | null;
}
export interface Schedule extends Listing<ScheduleItem> {
  unavailable?: { source: string; reason: string }[];
}

export interface PressureFigures {
  someAvg10?: number | null;
  someAvg60?: number | null;
  fullAvg10?: number | null;
  fullAvg60?: number | null;
}
export interface CpuShares {
  us: number;
  sy: number;
  ni: number;
  id: number;
  wa: number;
  hi: number;
  si: number;
  st: number;
}
export interface Resources {
  time: string;
  intervalSeconds?: number | null;
  tasks: { total: number; running: number; sleeping: number; stopped: number; zombie: number };
  cpu: CpuShares | null;
  perCpu?: number[] | null;
  memory: {
    totalBytes: number;
    freeBytes: number;
    usedBytes: number;
    buffCacheBytes: number;
    availableBytes: number;
  };
  swap: { totalBytes: number; freeBytes: number; usedBytes: number };
  load: Load;
  uptimeSeconds: number;
  pressure?: { cpu?: PressureFigures | null; memory?: PressureFigures | null; io?: PressureFigures | null } | null;
  disks?: {
    name: string;
    readBytesPerSecond?: number | null;
    writeBytesPerSecond?: number | null;
    busyPercent?: number | null;
  }[];
  fileSystems?: {
    mountPoint: string;
    device: string;
    type: string;
    totalBytes: number;
    usedBytes: number;
    availableBytes: number;
  }[];
  interfaces?: {
    name: string;
    receiveBytesPerSecond?: number | null;
    transmitBytesPerSecond?: number | null;
    receiveErrors: number;
    transmitErrors: number;
    up: boolean;
  }[];
}
export type ResourcesPoint = Partial<Resources> & { time: string };

export interface ProcessRow {
  pid: number;
  ppid: number;
  startTicks: number;
  startTime: string;
  user: string;
  uid: number;
  comm: string;
  cmdline: string;
  exe?: string | null;
  state: string;
  cpuPercent?: number | null;
  cpuSeconds: number;
  rssBytes: number | null;
  virtualBytes: number | null;
  memoryPercent: number | null;
  threads: number;
  nice: number;
  priority: number;
  readBytesPerSecond?: number | null;
  writeBytesPerSecond?: number | null;
  unit?: string | null;
  container?: string | null;
  kernelThread: boolean;
  protected: boolean;
  unavailable?: Unavailable | null;
}
export interface ProcessMention {
  pid: number;
  comm: string;
  startTicks: number;
}
export interface ProcessDetail extends ProcessRow {
  arguments: string[];
  argumentsTruncated: boolean;
  workingDirectory: Reading<string>;
  root: Reading<string>;
  userIds: Record<'real' | 'effective' | 'saved' | 'fs', number>;
  groupIds: Record<'real' | 'effective' | 'saved' | 'fs', number>;
  groups: (number | string)[];
  limits: Reading<{ name: string; soft: string | number | null; hard: string | number | null; unit: string | null }[]>;
  threadList: Reading<{ tid: number; comm: string; state: string; cpuSeconds: number }[]>;
  openFiles: Reading<{ count: number; items: { fd: number; target: string; kind: string }[]; truncated: boolean }>;
  sockets?: SocketRow[] | null;
  cgroup?: string | null;
  service?: { name: string } | null;
  parents: ProcessMention[];
  children: ProcessMention[];
  oomScore?: number | null;
  io?: Reading<{ readBytes: number; writeBytes: number }> | null;
  namespaces?: Record<string, string | number> | null;
  signals: string[];
  mayAct: { signal: Allowance; priority: Allowance };
  shellCommand: string;
}
export type ProcessDetailView = Omit<ProcessDetail, 'exe'> & { exe: Reading<string> };

export interface SocketOwner {
  pid: number;
  program: string;
  startTicks?: number | null;
}
export interface SocketRow {
  id: string;
  protocol: string;
  recvQ: number;
  sendQ: number;
  localAddress: string;
  localPort: number;
  remoteAddress: string;
  remotePort: number | null;
  state: string;
  user: string;
  uid: number;
  inode: number;
  owners: SocketOwner[];
  ownersUnavailable?: Denial | null;
  unit?: string | null;
}

export interface ServiceRow {
  name: string;
  manager: string;
  description: string;
  loadState: string;
  activeState: string;
  subState: string;
  fileState: string | null;
  mainPid?: number | null;
  memoryBytes?: number | null;
  cpuPercent?: number | null;
  cpuSeconds?: number | null;
  tasks?: number | null;
  since?: string | null;
  restarts?: number | null;
  result?: string | null;
  protected?: 'refused' | 'confirm' | null;
  verbs: string[];
  unavailable?: Unavailable | null;
}
export interface LogLine {
  time?: string | null;
  priority?: number | null;
  message: string;
  pid?: number | null;
  invocationId?: string | null;
}
export interface ServiceLog {
  lines: LogLine[];
  cursor?: string | null;
  unavailable?: string | null;
}
export interface ServiceDetail extends ServiceRow {
  fragmentPath?: string | null;
  dropIns?: string[];
  execStart?: string[];
  documentation?: string[];
  aliases?: string[];
  requires?: string[];
  wants?: string[];
  requiredBy?: string[];
  wantedBy?: string[];
  triggeredBy?: string[];
  boundBy?: string[];
  conflicts?: string[];
  conditions?: { name: string; parameter: string; trigger: boolean; negate: boolean; result: string | number }[];
  exitCode?: number | null;
  exitSignal?: string | null;
  invocationId?: string | null;
  processes?: (ProcessMention & { cpuPercent?: number | null; rssBytes?: number | null })[];
  sockets?: SocketRow[];
  log?: ServiceLog | null;
  plan?: Partial<Record<'start' | 'stop' | 'restart', string[]>>;
  mayAct?: Record<string, Allowance>;
  shellCommand?: string;
}
export interface ServiceListing extends Listing<ServiceRow> {
  time: string;
  notice?: Coded | null;
}

export type RetStatus = 'pending' | 'succeeded' | 'failed' | 'refused' | 'unknown';
export interface OperationRecord {
  id: number;
  logTime: string;
  endTime?: string | null;
  logType: string;
  operation: string;
  retStatus: RetStatus;
  logStatus: 'seen' | 'unseen';
  userName: string;
  role?: string | null;
  remoteAddress?: string | null;
  target?: string | null;
  targetKind?: string | null;
  detail?: string | null;
  outcome?: (Coded & { lines?: (LogLine | string)[]; exitCode?: number | null }) | null;
  before?: unknown;
  after?: unknown;
  durationMillis?: number | null;
  mode?: string | null;
  requestId?: string | null;
}

export interface CommandChunk {
  stream: 'stdout' | 'stderr';
  time?: string;
  text: string;
}
export interface CommandLimit {
  name: string;
  value: string | number;
  enforced: boolean;
}
export interface CommandDetail extends OperationRecord {
  arguments: string[];
  program?: string | null;
  runAs?: string | null;
  output: CommandChunk[];
  truncated: boolean;
  exitCode?: number | null;
  exitSignal?: string | null;
  timedOut: boolean;
  canceled: boolean;
  limits?: CommandLimit[];
}
export interface CommandPreview {
  arguments: string[];
  program?: string | null;
  allowed: boolean;
  code?: string | null;
  parameters?: Parameters;
  allowLine?: string | null;
  runAs: string;
  limits: CommandLimit[];
}

export interface SearchResult {
  processes: Listing<ProcessRow>;
  sockets: Listing<SocketRow>;
  services: Listing<ServiceRow>;
}
