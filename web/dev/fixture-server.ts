import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Connect, Plugin } from 'vite';
import * as data from './fixture-data.ts';
import * as made from './fixture-host.ts';
import * as past from './fixture-past.ts';

/// A host that exists only for development: answers the API with made-up rows. Never part of the build. The environment
/// says what it plays: FIXTURE_PROCESSES and FIXTURE_SOCKETS (how many), FIXTURE_TICK_MILLIS, FIXTURE_ROLE, FIXTURE_SIGNED_OUT=1, FIXTURE_SETUP=1, FIXTURE_STREAM=off.
export function fixtureServer(): Plugin {
  const attach = (server: { middlewares: Connect.Server }) => {
    const fixture = new Fixture();
    server.middlewares.use((request, response, next) => {
      response.setHeader('Content-Security-Policy', POLICY);
      const url = new URL(request.url ?? '/', 'http://fixture');
      if (!url.pathname.startsWith('/api/v1/')) return next();
      fixture.answer(request, response, url).catch(next);
    });
  };
  return { name: 'fixture-server', configurePreviewServer: attach, configureServer: attach };
}

// The server's own policy; the development server needs inline scripts for its client, so only `preview` is held to it.
const POLICY =
  process.env.NODE_ENV === 'production'
    ? "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'"
    : 'upgrade-insecure-requests';

type Query = URLSearchParams;

class Fixture {
  private tick = 1;
  private signedIn = process.env.FIXTURE_SIGNED_OUT !== '1' && process.env.FIXTURE_SETUP !== '1';
  private processes = data.makeProcesses(Number(process.env.FIXTURE_PROCESSES ?? 320));
  private readonly sockets = data.manySockets(
    data.makeSockets(this.processes),
    Number(process.env.FIXTURE_SOCKETS ?? 0),
  );
  private readonly services = data.makeServices();
  private readonly operations = data.makeOperations(1234);
  private commandStarted = 0;

  async answer(request: IncomingMessage, response: ServerResponse, url: URL) {
    const path = url.pathname.slice('/api/v1'.length);
    const body = request.method === 'GET' ? {} : await read(request);
    if (path === '/stream') return this.stream(request, response, url.searchParams.get('topics')?.split(',') ?? []);
    const [status, answer] = this.route(`${request.method} ${path}`, body, url.searchParams);
    response.statusCode = status;
    response.setHeader('Set-Cookie', '__Host-XSRF-TOKEN=fixture; Path=/; Secure');
    response.setHeader('Content-Type', status >= 400 ? 'application/problem+json' : 'application/json');
    response.end(answer === undefined ? '' : JSON.stringify(answer));
  }

  private route(request: string, body: Record<string, string>, query: Query): [number, unknown?] {
    const [method, path = ''] = request.split(' ');
    const [, noun, name = '', part = ''] = path.split('/').map(decodeURIComponent);
    switch (`${method} ${noun}`) {
      case 'GET session':
        return [200, this.session()];
      case 'POST session':
      case 'POST setup':
        if (body.password === 'wrong') return [401, { code: 'bad_credentials', category: 'denied', status: 401 }];
        this.signedIn = true;
        return [200, this.session()];
      case 'DELETE session':
        this.signedIn = false;
        return [204];
      case 'GET host':
        return [200, made.host];
      case 'GET schedule':
        return [200, { total: made.schedule.length, items: made.schedule, unavailable: [] }];
      case 'GET resources':
        return name === 'history' ? past.answer(part, this.processes) : [200, made.makeResources(this.tick)];
      case 'GET processes':
        return name === '' ? [200, page(this.processes, query)] : this.oneProcess(Number(name), part);
      case 'POST processes':
        return [
          200,
          data.operation(
            2000,
            ['signal', body.signal ?? 'nice', `${name}/nginx`, 'succeeded', 'process_ended'],
            'unseen',
            0,
          ),
        ];
      case 'GET sockets':
        return [200, page(this.sockets, query)];
      case 'GET services':
        return name === '' ? [200, page(this.services, query)] : this.oneService(name, part);
      case 'POST services':
        return this.operate(name, body.operation ?? '');
      case 'POST commands':
        if (name === 'preview') return [200, preview(body.command ?? '')];
        this.commandStarted = Date.now();
        return [202, data.operation(3000, ['command', 'run', body.command ?? '', 'pending', 'running'], 'unseen', 0)];
      case 'GET commands':
        return [200, this.command()];
      case 'DELETE commands':
        this.commandStarted = 0;
        return [204];
      case 'GET operations':
        if (name === 'unseen') return [200, { count: 3 }];
        if (name !== '') return [200, this.operations.find((each) => each.id === Number(name))];
        return [200, page(this.operations, query)];
      case 'POST operations':
        return [200, { count: 0 }];
      case 'GET search':
        return [
          200,
          {
            processes: page(
              this.processes.filter((row) => row.comm === 'nginx'),
              query,
            ),
            sockets: page(this.sockets.slice(0, 6), query),
            services: page(this.services.slice(0, 3), query),
          },
        ];
      case 'GET users':
        return [
          200,
          {
            total: 2,
            items: [
              {
                userName: 'admin',
                role: 'admin',
                disabled: false,
                createdAt: made.host.bootTime,
                lastSignInAt: new Date().toISOString(),
              },
              { userName: '王磊', role: 'operator', disabled: true, createdAt: made.host.bootTime, lastSignInAt: null },
            ],
          },
        ];
      case 'GET account':
        return [
          200,
          {
            total: 1,
            items: [
              {
                id: 'a',
                current: true,
                createdAt: made.host.bootTime,
                lastSeenAt: new Date().toISOString(),
                remoteAddress: '10.0.0.77',
                userAgent: 'Mozilla/5.0 (X11; Linux x86_64) Chromium',
              },
            ],
          },
        ];
      default:
        return [404, { code: 'not_found', category: 'not-found', title: 'Not found' }];
    }
  }

  private session() {
    const role = process.env.FIXTURE_ROLE ?? 'admin';
    const may = role !== 'viewer';
    const admin = role === 'admin';
    if (!this.signedIn)
      return {
        setupRequired: process.env.FIXTURE_SETUP === '1',
        signedIn: false,
        stepUpMaxAgeSeconds: 900,
        notices: [],
      };
    const services = {
      start: may,
      stop: may,
      restart: may,
      reload: admin,
      enable: admin,
      disable: admin,
      resetFailed: admin,
    };
    return {
      setupRequired: false,
      signedIn: true,
      userName: 'admin',
      role,
      rights: { signal: admin, priority: admin, services, commands: admin, users: admin, environment: admin },
      stepUpMaxAgeSeconds: 900,
      notices: [],
    };
  }

  private oneProcess(pid: number, part: string): [number, unknown] {
    const row = this.processes.find((each) => each.pid === pid);
    if (row === undefined) return [404, { code: 'no_such_process', category: 'not-found' }];
    if (part === 'environment') return [200, { items: [{ name: 'PATH', value: '/usr/bin' }] }];
    return [200, data.processDetail(row, this.processes)];
  }

  private oneService(name: string, part: string): [number, unknown] {
    const full = name.includes('.') ? name : `${name}.service`;
    const row = this.services.find((each) => each.name === full);
    if (row === undefined)
      return [
        404,
        { code: 'no_such_service', category: 'not-found', parameters: { nearest: 'nginx.service mysqld.service' } },
      ];
    if (part === 'log') return [200, { lines: data.logLines }];
    return [200, data.serviceDetail(row, this.processes)];
  }

  private operate(name: string, operation: string): [number, unknown] {
    const full = name.includes('.') ? name : `${name}.service`;
    if (!this.services.some((each) => each.name === full)) {
      return [
        404,
        {
          code: 'no_such_service',
          category: 'not-found',
          title: 'No such service',
          detail: `There is no service ${full}.`,
          requestId: '01HZ',
          operationId: 2001,
          parameters: { nearest: 'nginx.service mysqld.service' },
        },
      ];
    }
    const died = full === 'mysqld.service' && operation !== 'stop';
    return [
      200,
      data.operation(
        2002,
        [
          'service',
          operation,
          full,
          died ? 'failed' : 'succeeded',
          died ? 'started_then_died' : operation === 'stop' ? 'stopped' : 'running',
        ],
        'unseen',
        0,
      ),
    ];
  }

  private command() {
    const age = Date.now() - this.commandStarted;
    const texts = [
      '\u001b[1mRestarting all programs\u001b[0m\n',
      'worker-1: \u001b[32mstopped\u001b[0m\n',
      'worker-1: \u001b[32mstarted\u001b[0m\n',
      'worker-2: \u001b[31mERROR (spawn error)\u001b[0m\n',
      '\u001b]0;evil\u0007订单队列: \u001b[33mstarting\u001b[0m\n',
    ];
    const done = age > 6000 || this.commandStarted === 0;
    return {
      ...data.operation(
        3000,
        ['command', 'run', 'supervisorctl restart all', done ? 'succeeded' : 'pending', 'command_succeeded'],
        'unseen',
        age,
      ),
      arguments: ['supervisorctl', '-c', '/etc/supervisor/supervisord.conf', 'restart', 'all'],
      program: '/usr/bin/supervisorctl',
      output: texts
        .slice(0, 1 + Math.floor(age / 1200))
        .map((text, index) => ({ stream: index === 3 ? 'stderr' : 'stdout', text })),
      truncated: false,
      exitCode: done ? 0 : null,
      timedOut: false,
      canceled: this.commandStarted === 0,
    };
  }

  private stream(request: IncomingMessage, response: ServerResponse, topics: string[]) {
    if (process.env.FIXTURE_STREAM === 'off') {
      response.statusCode = 502;
      return response.end();
    }
    response.setHeader('Content-Type', 'text/event-stream');
    const send = (topic: string, body: unknown) => response.write(`event: ${topic}\ndata: ${JSON.stringify(body)}\n\n`);
    send('hello', { serverTime: new Date().toISOString(), bootId: 'b', periodMillis: 1000, topics });
    send('agent', { connected: true, since: made.host.bootTime });
    let base = this.tick;
    const full = (topic: string, rows: object[]) =>
      topics.includes(topic) && send(topic, { tick: base, time: new Date().toISOString(), full: true, rows });
    full('processes', this.processes);
    full('sockets', this.sockets);
    full('services', this.services);
    if (topics.includes('resources')) send('resources', made.makeResources(this.tick));
    const timer = setInterval(
      () => {
        this.tick = Math.max(this.tick, base) + 1;
        const time = new Date().toISOString();
        if (topics.includes('resources')) send('resources', made.makeResources(this.tick));
        if (topics.includes('processes')) {
          const changed: object[] = [];
          for (let n = 0; n < this.processes.length * 0.4; n += 1) {
            const row = this.processes[data.random(this.processes.length)];
            if (row === undefined) continue;
            row.cpuPercent = data.random(5) === 0 ? data.random(300) / 10 : 0;
            changed.push({ pid: row.pid, startTicks: row.startTicks, cpuPercent: row.cpuPercent });
          }
          send('processes', { tick: this.tick, time, base, changed, gone: [] });
        }
        if (topics.includes('sockets')) send('sockets', { tick: this.tick, time, base, ...data.churn(this.sockets) });
        if (topics.includes('services')) send('services', { tick: this.tick, time, base });
        base = this.tick;
      },
      Number(process.env.FIXTURE_TICK_MILLIS ?? 1000),
    );
    request.on('close', () => clearInterval(timer));
    return undefined;
  }
}

function preview(command: string) {
  const words = command.split(/\s+/);
  const allowed = /^(systemctl|supervisorctl|service)$/.test(words[0] ?? '');
  const limits = [
    { name: 'time', value: '60 s', enforced: true },
    { name: 'memory', value: '512 MiB', enforced: true },
    { name: 'tasks', value: 64, enforced: false },
    { name: 'output', value: '1 MiB', enforced: true },
  ];
  return {
    arguments: words,
    program: `/usr/bin/${words[0]}`,
    allowed,
    code: allowed ? null : 'program_not_allowed',
    allowLine: allowed ? null : `procdeck policy allow /usr/bin/${words[0]}`,
    runAs: 'root',
    limits,
  };
}

function page(rows: readonly object[], query: Query) {
  const limit = Number(query.get('limit') ?? 200);
  const offset = Number(query.get('offset') ?? 0);
  return { total: rows.length, time: new Date().toISOString(), items: rows.slice(offset, offset + limit) };
}

async function read(request: IncomingMessage): Promise<Record<string, string>> {
  let text = '';
  for await (const chunk of request) text += chunk;
  return text === '' ? {} : (JSON.parse(text) as Record<string, string>);
}
