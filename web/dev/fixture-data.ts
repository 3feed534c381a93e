/// Made-up rows of a host, moved on a little at each tick. A seeded generator keeps pictures comparable.

let state = 20261122;
export function random(below: number): number {
  state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
  return (state >> 8) % below;
}

const START = Date.now() - 9 * 86_400_000;
const NAMES: [string, string, string, string | null][] = [
  ['nginx', 'nginx: worker process', 'www-data', 'nginx.service'],
  ['redis-server', '/usr/bin/redis-server 127.0.0.1:6379', 'redis', 'redis-server.service'],
  ['postgres', 'postgres: walwriter', 'postgres', 'postgresql@15-main.service'],
  ['java', '/opt/app/jdk/bin/java -Xmx512m -jar /opt/app/订单服务.jar', 'app', 'order.service'],
  ['sshd', 'sshd: root@pts/0', 'root', 'ssh.service'],
  ['cron', '/usr/sbin/cron -f', 'root', 'cron.service'],
  ['bash', '-bash', 'root', 'session-4.scope'],
  [
    'supervisord',
    '/usr/bin/python3 /usr/bin/supervisord -n -c /etc/supervisor/supervisord.conf',
    'root',
    'supervisor.service',
  ],
  ['evil\u202egnp.exe', '/tmp/<img src=x onerror=alert(1)> \u001b[31m a\nb', 'nobody', null],
  ['kworker/0:1', '', 'root', null],
];

export function makeProcesses(count: number) {
  const rows = [
    process(1, 0, ['systemd', '/sbin/init', 'root', 'init.scope']),
    process(2, 0, ['kthreadd', '', 'root', null]),
  ];
  for (let i = 2; i < count; i += 1) {
    const kind = NAMES[random(NAMES.length)] ?? ['x', 'x', 'root', null];
    const kernel = kind[1] === '';
    rows.push(process(300 + i * 3, kernel ? 2 : i % 5 === 0 && i > 10 ? 300 + (i - 1) * 3 : 1, kind));
  }
  return rows;
}

function process(pid: number, ppid: number, [comm, cmdline, user, unit]: [string, string, string, string | null]) {
  const kernel = cmdline === '';
  return {
    pid,
    ppid,
    startTicks: 1000 + pid,
    startTime: new Date(START + pid * 1000).toISOString(),
    user,
    uid: user === 'root' ? 0 : 33,
    comm,
    cmdline,
    exe: kernel ? null : `/usr/sbin/${comm}`,
    state: kernel ? 'I' : random(40) === 0 ? 'Z' : random(20) === 0 ? 'R' : 'S',
    cpuPercent: random(6) === 0 ? random(400) / 10 : 0,
    cpuSeconds: random(100000) / 100,
    rssBytes: kernel ? 0 : random(400_000) * 1024,
    virtualBytes: random(4_000_000) * 1024,
    memoryPercent: random(50) / 10,
    threads: 1 + random(12),
    nice: 0,
    priority: 20,
    readBytesPerSecond: null,
    writeBytesPerSecond: random(90_000),
    unit,
    container: null,
    kernelThread: kernel,
    protected: pid < 3,
    unavailable: { readBytesPerSecond: 'denied' },
  };
}
export type FixtureProcess = ReturnType<typeof process>;

export function processDetail(row: FixtureProcess, rows: FixtureProcess[]) {
  const mention = ({ pid, comm, startTicks }: FixtureProcess) => ({ pid, comm, startTicks });
  return {
    ...row,
    arguments: row.cmdline.split(' '),
    argumentsTruncated: false,
    workingDirectory: { value: '/' },
    root: { denied: 'EACCES' },
    exe: { value: row.exe ?? '' },
    userIds: { real: 33, effective: 33, saved: 33, fs: 33 },
    groupIds: { real: 33, effective: 33, saved: 33, fs: 33 },
    groups: [33, 4],
    limits: {
      value: [
        { name: 'Max open files', soft: 1024, hard: 524288, unit: 'files' },
        { name: 'Max cpu time', soft: null, hard: null, unit: 'seconds' },
      ],
    },
    threadList: { value: [{ tid: row.pid, comm: row.comm, state: 'S', cpuSeconds: 12.5 }] },
    openFiles: {
      value: {
        count: 3,
        truncated: false,
        items: [
          { fd: 0, target: '/dev/null', kind: 'device' },
          { fd: 1, target: '/var/log/nginx/access.log', kind: 'file' },
          { fd: 6, target: 'socket:[48211]', kind: 'socket' },
        ],
      },
    },
    sockets: makeSockets(rows).slice(0, 2),
    cgroup: `/system.slice/${row.unit ?? ''}`,
    service: row.unit?.endsWith('.service') ? { name: row.unit } : null,
    parents: rows.filter((each) => each.pid === row.ppid).map(mention),
    children: rows
      .filter((each) => each.ppid === row.pid)
      .slice(0, 8)
      .map(mention),
    oomScore: 667,
    io: { denied: 'EACCES' },
    signals: ['TERM', 'INT', 'HUP', 'QUIT', 'STOP', 'CONT', 'USR1', 'USR2', 'KILL'],
    mayAct: {
      signal: row.protected ? { allowed: false, code: 'protected_process' } : { allowed: true },
      priority: { allowed: true },
    },
    shellCommand: `ps -fp ${row.pid}`,
  };
}

export function makeSockets(processes: FixtureProcess[]) {
  const owner = (name: string) => {
    const found = processes.find((row) => row.comm === name);
    return found === undefined ? [] : [{ pid: found.pid, program: found.comm, startTicks: found.startTicks }];
  };
  const socket = (
    n: number,
    protocol: string,
    localAddress: string,
    localPort: number,
    remoteAddress: string,
    remotePort: number | null,
    state: string,
    name: string,
    unit: string | null,
  ) => ({
    id: `${protocol}-${n}`,
    protocol,
    recvQ: 0,
    sendQ: state === 'ESTABLISHED' ? random(3) * 36 : 0,
    localAddress,
    localPort,
    remoteAddress,
    remotePort,
    state,
    user: 'root',
    uid: 0,
    inode: 48000 + n,
    owners: owner(name),
    unit,
  });
  const rows = [
    socket(1, 'tcp', '0.0.0.0', 80, '0.0.0.0', null, 'LISTEN', 'nginx', 'nginx.service'),
    socket(2, 'tcp6', '::', 22, '::', null, 'LISTEN', 'sshd', 'ssh.service'),
    socket(3, 'tcp', '127.0.0.1', 6379, '0.0.0.0', null, 'LISTEN', 'redis-server', 'redis-server.service'),
    socket(4, 'udp', '0.0.0.0', 68, '0.0.0.0', null, '', 'none', null),
    socket(5, 'tcp', '10.0.0.5', 22, '10.0.0.77', 51822, 'ESTABLISHED', 'sshd', 'ssh.service'),
  ];
  for (let n = 6; n < 90; n += 1) {
    rows.push(
      socket(
        n,
        'tcp',
        '10.0.0.5',
        80,
        `198.51.100.${n}`,
        30000 + n * 7,
        n % 3 === 0 ? 'TIME_WAIT' : 'ESTABLISHED',
        n % 3 === 0 ? '' : 'nginx',
        n % 3 === 0 ? null : 'nginx.service',
      ),
    );
  }
  return rows;
}

const SERVICES: [string, string, string, string, string][] = [
  ['nginx', 'A high performance web server', 'active', 'running', 'enabled'],
  ['redis-server', 'Advanced key-value store', 'active', 'running', 'enabled'],
  ['mysqld', 'MySQL Community Server', 'failed', 'failed', 'enabled'],
  ['order', '订单服务', 'activating', 'auto-restart', 'disabled'],
  ['cron', 'Regular background program processing daemon', 'active', 'running', 'enabled'],
  ['ssh', 'OpenBSD Secure Shell server', 'active', 'running', 'enabled'],
  ['dbus', 'D-Bus System Message Bus', 'active', 'running', 'static'],
  ['apparmor', 'Load AppArmor profiles', 'active', 'exited', 'enabled'],
  ['rsync', 'fast remote file copy program daemon', 'inactive', 'dead', 'disabled'],
  ['supervisor', 'Supervisor process control system for UNIX', 'active', 'running', 'enabled'],
  ['getty@tty1', 'Getty on tty1', 'active', 'running', 'enabled'],
  ['apt-daily', 'Daily apt download activities', 'inactive', 'dead', 'static'],
];

export function makeServices() {
  return SERVICES.map(([name, description, activeState, subState, fileState], index) => {
    const running = activeState === 'active' && subState === 'running';
    return {
      name: `${name}.service`,
      manager: 'systemd',
      description,
      loadState: name === 'rsync' ? 'masked' : 'loaded',
      activeState,
      subState,
      fileState,
      mainPid: running ? 330 + index * 3 : null,
      memoryBytes: running ? 9_000_000 * (index + 1) : null,
      cpuPercent: running ? index / 2 : null,
      cpuSeconds: 4.5,
      tasks: running ? 3 : null,
      since: new Date(START + index * 3_600_000).toISOString(),
      restarts: 0,
      result: activeState === 'failed' ? 'exit-code' : 'success',
      protected: name === 'dbus' ? 'refused' : name === 'ssh' ? 'confirm' : null,
      verbs: ['start', 'stop', 'restart', 'reload', 'enable', 'disable', 'reset-failed'],
    };
  });
}
export type FixtureService = ReturnType<typeof makeServices>[number];

const LOG = [
  'Starting MySQL Community Server...',
  '[ERROR] [MY-010119] Aborting',
  'mysqld.service: Main process exited, code=exited, status=1/FAILURE',
  "mysqld.service: Failed with result 'exit-code'.",
].map((message, index) => ({
  time: new Date(START + index * 1000).toISOString(),
  priority: index === 1 ? 3 : 6,
  message,
  pid: 4711,
}));
export const logLines = LOG;

export function serviceDetail(row: FixtureService, processes: FixtureProcess[]) {
  return {
    ...row,
    fragmentPath: `/lib/systemd/system/${row.name}`,
    dropIns: [],
    execStart: [`/usr/sbin/${row.name.replace('.service', '')} -g "daemon on;"`],
    documentation: ['man:nginx(8)'],
    aliases: [],
    requires: ['sysinit.target', 'system.slice'],
    wants: ['network-online.target'],
    requiredBy: row.name === 'redis-server.service' ? ['order.service'] : [],
    wantedBy: ['multi-user.target'],
    triggeredBy: [],
    boundBy: [],
    conflicts: ['shutdown.target'],
    conditions: [
      {
        name: 'ConditionPathExists',
        parameter: '/etc/nginx/nginx.conf',
        trigger: false,
        negate: false,
        result: 'true',
      },
    ],
    exitCode: row.activeState === 'failed' ? 1 : null,
    invocationId: '5f0c7ab2c1de4a0d9a2c3d4e5f607182',
    processes: processes.filter((each) => each.unit === row.name).slice(0, 5),
    sockets: makeSockets(processes)
      .filter((each) => each.unit === row.name)
      .slice(0, 6),
    log: { lines: LOG },
    plan: {
      start: [row.name],
      stop: row.name === 'redis-server.service' ? [row.name, 'order.service'] : [row.name],
      restart: [row.name],
    },
    mayAct: {},
    shellCommand: `systemctl status ${row.name}`,
  };
}

const KINDS: [string, string, string, string, string][] = [
  ['service', 'restart', 'nginx.service', 'succeeded', 'running'],
  ['service', 'start', 'mysqld.service', 'failed', 'started_then_died'],
  ['signal', 'TERM', '4711/worker', 'succeeded', 'process_ended'],
  ['service', 'stop', 'dbus.service', 'refused', 'protected_unit'],
  ['command', 'run', 'supervisorctl -c /etc/supervisor/supervisord.conf restart all', 'succeeded', 'command_succeeded'],
  ['service', 'stop', 'redis-server.service', 'unknown', 'no_answer'],
  ['session', 'sign_in', 'admin', 'succeeded', 'signed_in'],
];

export function makeOperations(count: number) {
  return Array.from({ length: count }, (_, index) =>
    operation(
      count - index,
      KINDS[index % KINDS.length] ?? ['service', 'start', 'x', 'succeeded', 'running'],
      index < 3 ? 'unseen' : 'seen',
      index * 754_000,
    ),
  );
}

export function operation(
  id: number,
  [logType, name, target, retStatus, code]: [string, string, string, string, string],
  logStatus: string,
  age: number,
) {
  return {
    id,
    logTime: new Date(Date.now() - age).toISOString(),
    endTime: new Date(Date.now() - age + 1400).toISOString(),
    logType,
    operation: name,
    retStatus,
    logStatus,
    userName: 'admin',
    role: 'admin',
    remoteAddress: '10.0.0.77',
    target,
    targetKind: logType === 'service' ? 'unit' : 'process',
    detail: code,
    outcome: { code, parameters: {}, lines: retStatus === 'failed' ? LOG : [] },
    before: 'inactive (dead)',
    after: 'active (running)',
    durationMillis: 1400,
    requestId: '01HZ7YB3',
  };
}

type Socket = ReturnType<typeof makeSockets>[number];
let lastSocket = 10_000_000;

/// As many sockets as are wanted, made after those that are there.
export function manySockets(few: Socket[], count: number): Socket[] {
  const all = [...few];
  while (all.length < count) all.push(oneMore(few));
  return all;
}

function oneMore(few: readonly Socket[]): Socket {
  const like = few[random(few.length)] as Socket;
  lastSocket += 1;
  return {
    ...like,
    id: lastSocket as never,
    inode: lastSocket,
    remotePort: 1024 + random(60_000),
    state: 'ESTABLISHED',
  };
}

/// One tick of a busy host: a hundredth of the sockets changes, a few come and go.
export function churn(sockets: Socket[]) {
  const changed: object[] = [];
  for (let n = 0; n < sockets.length / 100; n += 1) {
    const socket = sockets[random(sockets.length)];
    if (socket === undefined) continue;
    socket.recvQ = random(4) === 0 ? random(65_536) : 0;
    changed.push({ id: socket.id, recvQ: socket.recvQ });
  }
  const gone: (number | string)[] = [];
  for (let n = 0; n < sockets.length / 500; n += 1) {
    const [socket] = sockets.splice(random(sockets.length), 1);
    if (socket === undefined) continue;
    gone.push(socket.id);
    const fresh = oneMore(sockets);
    sockets.push(fresh);
    changed.push(fresh);
  }
  return { changed, gone };
}
