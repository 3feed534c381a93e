import { Link } from './link';
import type { Connection, LiveEvent, LiveStore, Topic } from './live-store';
import { TABLES } from './live-store';
import { breathe } from './slices';

type Message =
  | { kind: 'interest'; from: string; topics: Topic[]; needsSnapshot: boolean }
  | { kind: 'gone'; from: string }
  | { kind: 'leader' }
  | { kind: 'event'; to?: string; event: LiveEvent }
  | { kind: 'connection'; connection: Connection }
  | { kind: 'retry' };

const LOCK = 'procdeck-stream';
const INTEREST_LIFE_MILLIS = 15_000;
const INTEREST_EVERY_MILLIS = 5_000;
const HIDDEN_GRACE_MILLIS = 10_000;
const LINGER_MILLIS = 15_000;
const SETTLE_MILLIS = 60;
const PART_ROWS = 1_000;

/// One stream for all tabs of this browser: the tab that holds the lock reads it and passes every event on.
/// A hidden tab takes no part; the lock then goes to a visible one.
export class Tabs {
  private readonly id = Math.random().toString(36).slice(2);
  private readonly channel = 'BroadcastChannel' in globalThis ? new BroadcastChannel('procdeck-live') : undefined;
  private readonly link: Link;
  private readonly others = new Map<string, { topics: Topic[]; until: number }>();
  private readonly wanted = new Map<Topic, number>();
  private received: Promise<void> = Promise.resolve();
  private sent: Promise<void> = Promise.resolve();
  private readonly parts = new Map<string, unknown[]>();
  private leading = false;
  private active = false;
  private release: (() => void) | undefined;
  private request: AbortController | undefined;
  private settle: ReturnType<typeof setTimeout> | undefined;
  private beat: ReturnType<typeof setInterval> | undefined;
  private hiding: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly store: LiveStore) {
    this.link = new Link(store, {
      onEvent: (event) => {
        if (this.others.size > 0) this.share(event);
      },
      onPhase: () => this.post({ kind: 'connection', connection: store.get('connection') }),
    });
    // One after the other: a large table takes its time, and what follows builds on it.
    if (this.channel) {
      this.channel.onmessage = (message) => {
        this.received = this.received.then(() => this.receive(message.data as Message)).catch(() => {});
      };
    }
  }

  /// Takes part from now on (somebody is signed in) until the returned function is called.
  join(): () => void {
    const visibility = () => this.visibilityChanged();
    const leave = () => this.deactivate();
    document.addEventListener('visibilitychange', visibility);
    globalThis.addEventListener('pagehide', leave);
    globalThis.addEventListener('online', this.retry);
    if (document.visibilityState === 'visible') this.activate();
    return () => {
      document.removeEventListener('visibilitychange', visibility);
      globalThis.removeEventListener('pagehide', leave);
      globalThis.removeEventListener('online', this.retry);
      clearTimeout(this.hiding);
      this.deactivate();
      this.store.reset();
    };
  }

  /// Declares that a view needs a topic; counted, so that several views may need the same.
  want(topic: Topic): () => void {
    this.wanted.set(topic, (this.wanted.get(topic) ?? 0) + 1);
    this.interestChanged(true);
    return () => {
      const left = (this.wanted.get(topic) ?? 1) - 1;
      if (left <= 0) this.wanted.delete(topic);
      else this.wanted.set(topic, left);
      this.interestChanged(false);
    };
  }

  retry = () => {
    if (this.leading) this.link.retryNow();
    else this.post({ kind: 'retry' });
  };

  private activate() {
    if (this.active) return;
    this.active = true;
    this.store.enter('connecting');
    this.post({ kind: 'interest', from: this.id, topics: this.ownTopics(), needsSnapshot: true });
    this.beat = setInterval(() => this.heartbeat(), INTEREST_EVERY_MILLIS);
    if (!('locks' in navigator) || this.channel === undefined) {
      this.lead();
      return;
    }
    this.request = new AbortController();
    navigator.locks
      .request(LOCK, { signal: this.request.signal }, () => {
        if (!this.active) return undefined;
        return new Promise<void>((resolve) => {
          this.release = resolve;
          this.lead();
        });
      })
      .catch(() => {});
  }

  private deactivate() {
    if (!this.active) return;
    this.active = false;
    clearInterval(this.beat);
    this.post({ kind: 'gone', from: this.id });
    if (this.leading) {
      this.link.stop();
      this.leading = false;
    }
    this.request?.abort();
    this.release?.();
    this.release = undefined;
    for (const topic of TABLES) this.store.forget(topic);
  }

  private visibilityChanged() {
    clearTimeout(this.hiding);
    if (document.visibilityState === 'visible') this.activate();
    else this.hiding = setTimeout(() => this.deactivate(), HIDDEN_GRACE_MILLIS);
  }

  private lead() {
    this.leading = true;
    this.others.clear();
    this.post({ kind: 'leader' });
    // Followers answer at once with what they need; one short wait saves opening the stream twice.
    this.settle = setTimeout(() => this.link.start(this.allTopics()), SETTLE_MILLIS);
  }

  private interestChanged(added: boolean) {
    if (!this.active) return;
    if (this.leading) this.reconsider(added);
    else this.post({ kind: 'interest', from: this.id, topics: this.ownTopics(), needsSnapshot: added });
  }

  /// Added topics are opened at once; topics nobody wants linger, as people go back and forth between pages.
  private reconsider(added: boolean) {
    clearTimeout(this.settle);
    this.settle = setTimeout(
      () => {
        if (!this.leading) return;
        const topics = this.allTopics();
        const open = this.link.current();
        if (topics.length === open.length && topics.every((topic) => open.includes(topic))) return;
        if (open.length === 0) this.link.start(topics);
        else this.link.change(topics);
      },
      added || this.link.current().length === 0 ? SETTLE_MILLIS : LINGER_MILLIS,
    );
  }

  private heartbeat() {
    if (!this.leading) {
      this.post({ kind: 'interest', from: this.id, topics: this.ownTopics(), needsSnapshot: false });
      return;
    }
    let expired = false;
    for (const [id, other] of this.others) {
      if (other.until < Date.now()) {
        this.others.delete(id);
        expired = true;
      }
    }
    if (expired) this.reconsider(false);
  }

  private async receive(message: Message) {
    if (!this.active) return;
    if (message.kind === 'leader') {
      this.post({ kind: 'interest', from: this.id, topics: this.ownTopics(), needsSnapshot: true });
    } else if (message.kind === 'event' && !this.leading) {
      if (message.to !== undefined && message.to !== this.id) return;
      const event = this.joined(message.event);
      if (event !== undefined && !(await this.store.apply(event))) {
        this.post({ kind: 'interest', from: this.id, topics: this.ownTopics(), needsSnapshot: true });
      }
    } else if (message.kind === 'connection' && !this.leading) {
      this.store.set('connection', message.connection);
    } else if (this.leading) {
      this.serve(message);
    }
  }

  private serve(message: Message) {
    if (message.kind === 'retry') {
      this.link.retryNow();
    } else if (message.kind === 'gone') {
      this.others.delete(message.from);
      this.reconsider(false);
    } else if (message.kind === 'interest') {
      const known = new Set(this.link.current());
      this.others.set(message.from, { topics: message.topics, until: Date.now() + INTEREST_LIFE_MILLIS });
      if (message.topics.some((topic) => !known.has(topic))) this.reconsider(true);
      if (!message.needsSnapshot) return;
      this.post({ kind: 'connection', connection: this.store.get('connection') });
      for (const event of this.store.snapshot()) this.share(event, message.from);
    }
  }

  private ownTopics(): Topic[] {
    return [...this.wanted.keys()];
  }

  private allTopics(): Topic[] {
    const topics = new Set(this.wanted.keys());
    for (const other of this.others.values()) for (const topic of other.topics) topics.add(topic);
    return [...topics].sort();
  }

  /// Passes an event on; a whole table by the handful, since copying it at once would be one long task for both tabs.
  private async share(event: LiveEvent, to?: string) {
    const rows = (event.data as { rows?: unknown[] } | null)?.rows;
    if (rows === undefined || rows.length <= PART_ROWS) {
      this.sent = this.sent.then(() => this.post({ kind: 'event', to, event }));
      return;
    }
    this.sent = this.sent.then(async () => {
      for (let at = 0; at < rows.length; at += PART_ROWS) {
        const last = at + PART_ROWS >= rows.length;
        const data = { ...(event.data as object), rows: rows.slice(at, at + PART_ROWS) };
        this.post({ kind: 'event', to, event: { ...event, data, part: last ? 'last' : at === 0 ? 'first' : 'next' } });
        await breathe();
      }
    });
  }

  /// The whole event once its last part is there.
  private joined(event: LiveEvent): LiveEvent | undefined {
    if (event.part === undefined) return event;
    const rows = event.part === 'first' ? [] : this.parts.get(event.topic);
    if (rows === undefined) return undefined;
    for (const row of (event.data as { rows: unknown[] }).rows) rows.push(row);
    this.parts.set(event.topic, rows);
    if (event.part !== 'last') return undefined;
    this.parts.delete(event.topic);
    return { topic: event.topic, data: { ...(event.data as object), rows } };
  }

  private post(message: Message) {
    this.channel?.postMessage(message);
  }
}
