import type { EventFeed, EventRow, OperationRecord, ProcessRow, Resources, ServiceRow, SocketRow } from '../api/model';
import { type Applied, applyFrame, type Frame, type LiveTable, type TableShape, tableOfListing } from './frames';
import { appendPoint, mergePoints, type Point, pointOf } from './history';
import { EVENTS, PROCESSES, SERVICES, SOCKETS } from './shapes';
import { drain, inSlices } from './slices';

/// Fewer rows than this are brought up to date at once.
const AT_ONCE_ROWS = 6_000;

export const TOPICS = ['resources', 'processes', 'sockets', 'services', 'events', 'operations'] as const;
export type Topic = (typeof TOPICS)[number];
export const TABLES = ['processes', 'sockets', 'services', 'events'] as const;
export type TableName = (typeof TABLES)[number];

export type Phase = 'connecting' | 'live' | 'stale' | 'polling' | 'ended';
export interface Connection {
  phase: Phase;
  /// When this phase began, in milliseconds of the page's clock; for `stale` the time of the last news.
  since: number;
  periodMillis: number;
  agent: { connected: boolean; since?: string | null; reason?: string | null };
}

export interface Slices {
  connection: Connection;
  /// How often each topic really comes, in milliseconds.
  periods: Readonly<Partial<Record<Topic, number>>>;
  resources: Resources | undefined;
  history: readonly Point[];
  processes: LiveTable<ProcessRow> | undefined;
  sockets: LiveTable<SocketRow> | undefined;
  services: LiveTable<ServiceRow> | undefined;
  events: LiveTable<EventRow> | undefined;
  eventFeed: EventFeed | undefined;
  unseen: number | undefined;
  lastOperation: OperationRecord | undefined;
  /// Counts how often the server dropped news of operations for this viewer; whoever shows them asks again.
  lost: number;
}
export type SliceName = keyof Slices;

export interface LiveEvent {
  topic: string;
  data: unknown;
  /// True when the data is one answer of the list API instead of a frame.
  polled?: boolean;
  /// Which part of a whole table it is, when one tab passes it to another by the handful.
  part?: 'first' | 'next' | 'last';
}

export interface CommandText {
  operationId: number | string;
  stream: string;
  text: string;
}

/// The page's only copy of live data. Every view reads it; nothing but the link writes it.
export class LiveStore {
  private slices: Slices = {
    connection: { phase: 'connecting', since: Date.now(), periodMillis: 1000, agent: { connected: true } },
    periods: {},
    resources: undefined,
    history: [],
    processes: undefined,
    sockets: undefined,
    services: undefined,
    events: undefined,
    eventFeed: undefined,
    unseen: undefined,
    lastOperation: undefined,
    lost: 0,
  };
  /// Counts how often a table was dropped: work on an older one is called off.
  private readonly generations = { processes: 0, sockets: 0, services: 0, events: 0 };
  private readonly distances = new Map<Topic, readonly number[]>();
  private readonly listeners = new Map<SliceName, Set<() => void>>();
  private readonly commandListeners = new Set<(text: CommandText) => void>();

  get<Name extends SliceName>(name: Name): Slices[Name] {
    return this.slices[name];
  }

  subscribe(name: SliceName, listener: () => void): () => void {
    const set = this.listeners.get(name) ?? new Set();
    this.listeners.set(name, set);
    set.add(listener);
    return () => set.delete(listener);
  }

  set<Name extends SliceName>(name: Name, value: Slices[Name]) {
    if (this.slices[name] === value) return;
    this.slices = { ...this.slices, [name]: value };
    for (const listener of this.listeners.get(name) ?? []) listener();
  }

  onCommandText(listener: (text: CommandText) => void): () => void {
    this.commandListeners.add(listener);
    return () => this.commandListeners.delete(listener);
  }

  patchConnection(patch: Partial<Connection>) {
    this.set('connection', { ...this.slices.connection, ...patch });
  }

  enter(phase: Phase, since = Date.now()) {
    const connection = this.slices.connection;
    if (connection.phase !== phase) this.set('connection', { ...connection, phase, since });
  }

  /// Applies one event; false when a table must be sent whole again. Large tables take several slices of the main thread: the caller
  /// waits before it applies the next event.
  apply(event: LiveEvent): boolean | Promise<boolean> {
    switch (event.topic) {
      case 'hello': {
        const hello = event.data as { periodMillis?: number };
        this.patchConnection({ periodMillis: hello.periodMillis ?? 1000 });
        return true;
      }
      case 'agent':
        this.patchConnection({ agent: event.data as Connection['agent'] });
        return true;
      case 'resources':
        this.addResources(event.data as Resources);
        return true;
      case 'processes':
        return this.applyTable('processes', event, PROCESSES);
      case 'sockets':
        return this.applyTable('sockets', event, SOCKETS);
      case 'services':
        return this.applyTable('services', event, SERVICES);
      case 'events': {
        const { source, reason, since, lost, held } = event.data as EventFeed;
        this.set('eventFeed', { source, reason, since, lost, held });
        return this.applyTable('events', event, EVENTS);
      }
      case 'operations': {
        const news = event.data as { record?: OperationRecord; unseen?: number };
        if (news.unseen !== undefined) this.set('unseen', news.unseen);
        if (news.record !== undefined) this.set('lastOperation', news.record);
        return true;
      }
      case 'command':
        for (const listener of this.commandListeners) listener(event.data as CommandText);
        return true;
      case 'lost':
        this.set('lost', this.slices.lost + 1);
        return true;
      default:
        return true;
    }
  }

  /// Drops tables that nobody looks at any more, so that a later look never starts from old rows.
  forget(topic: Topic) {
    const table = TABLES.find((each) => each === topic);
    if (table === undefined) return;
    this.generations[table] += 1;
    this.set(table, undefined);
  }

  reset() {
    for (const topic of TOPICS) this.forget(topic);
    this.set('resources', undefined);
    this.set('history', []);
    this.set('unseen', undefined);
    this.set('lastOperation', undefined);
  }

  /// Everything a tab that joins later needs, as events.
  snapshot(): LiveEvent[] {
    const events: LiveEvent[] = [];
    for (const topic of TABLES) {
      const table = this.slices[topic];
      if (table !== undefined) {
        const head = topic === 'events' ? this.slices.eventFeed : undefined;
        events.push({ topic, data: { ...head, full: true, tick: table.tick, time: table.time, rows: table.rows } });
      }
    }
    if (this.slices.resources !== undefined) events.push({ topic: 'resources', data: this.slices.resources });
    if (this.slices.unseen !== undefined) events.push({ topic: 'operations', data: { unseen: this.slices.unseen } });
    events.push({ topic: 'agent', data: this.slices.connection.agent });
    return events;
  }

  /// Joins what the host remembers with what was seen here.
  seedHistory(points: readonly Point[]) {
    this.set('history', mergePoints(this.slices.history, points));
  }

  private addResources(resources: Resources) {
    this.observe('resources', this.slices.resources?.time, resources.time);
    this.set('resources', resources);
    this.set('history', appendPoint(this.slices.history, pointOf(resources)));
  }

  /// What the agent says of its period counts; else the middle of the last distances between samples.
  private observe(topic: Topic, before: string | undefined, now: string, declared?: number) {
    const distance = before === undefined ? Number.NaN : Date.parse(now) - Date.parse(before);
    const recent = [...(this.distances.get(topic) ?? []), distance].filter((each) => each > 0).slice(-3);
    this.distances.set(topic, recent);
    const middle = declared ?? [...recent].sort((a, b) => a - b)[recent.length >> 1];
    if (middle === undefined) return;
    const period = middle < 1_500 ? Math.round(middle / 250) * 250 : Math.round(middle / 1_000) * 1_000;
    if (this.slices.periods[topic] !== period) this.set('periods', { ...this.slices.periods, [topic]: period });
  }

  private applyTable<Name extends TableName, Row extends object, Key>(
    name: Name,
    event: LiveEvent,
    shape: TableShape<Row, Key>,
  ): boolean | Promise<boolean> {
    const table = this.slices[name] as LiveTable<Row> | undefined;
    const work = event.polled ? listed(table, event, shape) : applyFrame(table, event.data as Frame<Row, Key>, shape);
    const publish = (applied: Applied<Row>): boolean => {
      if ('resync' in applied) return false;
      const { periodMillis } = event.data as { periodMillis?: number };
      this.observe(name, table?.time, applied.table.time, periodMillis);
      this.set(name, applied.table as unknown as Slices[Name]);
      return true;
    };
    if (rowsOf(event) + (table?.rows.length ?? 0) <= AT_ONCE_ROWS) return publish(drain(work));
    const generation = this.generations[name];
    const forgotten = () => this.generations[name] !== generation;
    return inSlices(work, forgotten).then((applied) => applied === undefined || forgotten() || publish(applied));
  }
}

function* listed<Row extends object, Key>(
  table: LiveTable<Row> | undefined,
  event: LiveEvent,
  shape: TableShape<Row, Key>,
): Generator<void, Applied<Row>> {
  const listing = event.data as { items: Row[]; time?: string };
  return { table: yield* tableOfListing(table, listing.time ?? new Date().toISOString(), listing.items, shape) };
}

function rowsOf(event: LiveEvent): number {
  const { rows, changed, items } = event.data as { rows?: unknown[]; changed?: unknown[]; items?: unknown[] };
  return rows?.length ?? items?.length ?? changed?.length ?? 0;
}
