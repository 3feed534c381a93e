import type { LiveEvent, LiveStore, Topic } from './live-store';
import { isUnauthorized, pollOnce } from './poller';
import { Stream, type StreamEnd } from './stream';

/// Topics with news at every tick.
const JUDGED = ['resources', 'processes', 'sockets'] as const;
const LEAST_PATIENCE_MILLIS = 4_000;
const POLL_MILLIS = 3_000;
const BACKOFF_MILLIS = [500, 1_000, 2_000, 5_000, 10_000, 15_000];
const TRIES_BEFORE_POLLING = 2;
const REFUSED_RETRY_MILLIS = 5_000;
const STREAM_RETRY_WHILE_POLLING_MILLIS = 30_000;

export interface LinkListener {
  /// Called for each event after the store took it, so that other tabs may have it too.
  onEvent: (event: LiveEvent) => void;
  onPhase: () => void;
}

/// Keeps the store fed: by a stream, by polling while no stream works, and says which. One per browser; see `tabs`.
export class Link {
  private stream: Stream | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private staleTimer: ReturnType<typeof setTimeout> | undefined;
  private polling: AbortController | undefined;
  private topics: readonly Topic[] = [];
  private readonly newsAt = new Map<Topic, number>();
  private failures = 0;
  private lastNews = 0;
  private running = false;

  constructor(
    private readonly store: LiveStore,
    private readonly listener: LinkListener,
  ) {}

  start(topics: readonly Topic[]) {
    this.running = true;
    this.failures = 0;
    this.open(topics);
  }

  /// Opens the stream anew with other topics; rows of topics that are no longer wanted are dropped.
  change(topics: readonly Topic[]) {
    if (!this.running) return;
    for (const topic of this.topics) if (!topics.includes(topic)) this.store.forget(topic);
    this.open(topics);
  }

  stop() {
    this.running = false;
    this.silence();
  }

  current(): readonly Topic[] {
    return this.topics;
  }

  retryNow() {
    if (!this.running) return;
    this.failures = 0;
    this.open(this.topics);
  }

  /// Whether this makes the page current again: news of another topic does not, where one that should come stopped.
  private newsOf(topic: string): boolean {
    if (this.store.get('connection').phase !== 'stale' || !this.newsAt.size) return true;
    return (JUDGED as readonly string[]).includes(topic) || !JUDGED.some((each) => this.topics.includes(each));
  }

  private silence() {
    this.stream?.close();
    this.stream = undefined;
    this.polling?.abort();
    this.polling = undefined;
    clearTimeout(this.timer);
    clearTimeout(this.staleTimer);
  }

  private open(topics: readonly Topic[]) {
    this.stream?.close();
    clearTimeout(this.timer);
    this.topics = topics;
    this.newsAt.clear();
    this.stream = new Stream(
      topics,
      (event) => this.take(event),
      (end) => this.ended(end),
    );
  }

  private async take(event: LiveEvent) {
    const from = this.stream;
    this.lastNews = Date.now();
    this.failures = 0;
    if (this.polling !== undefined) {
      this.polling.abort();
      this.polling = undefined;
    }
    if (event.topic === 'bye') {
      const { code } = event.data as { code?: string };
      if (code === 'server_ended') return this.ended('closed');
      return code === 'replaced' ? this.ended('replaced') : this.finish();
    }
    const applied = await this.store.apply(event);
    if (this.stream !== from) return;
    if (this.newsOf(event.topic)) this.phase('live');
    this.expectNews(event.topic);
    if (!applied) return this.open(this.topics);
    this.listener.onEvent(event);
  }

  /// These come with every tick; where one of them stops, what is on the screen is old, though the link may still stand. Services and
  /// events come only when something changed.
  private expectNews(topic?: string) {
    const now = Date.now();
    for (const each of JUDGED) if (topic === each) this.newsAt.set(each, now);
    clearTimeout(this.staleTimer);
    let wait = Number.POSITIVE_INFINITY;
    for (const each of JUDGED) {
      const at = this.newsAt.get(each);
      if (!this.topics.includes(each) || at === undefined) continue;
      const period = this.store.get('periods')[each] ?? this.store.get('connection').periodMillis;
      wait = Math.min(wait, at + Math.max(LEAST_PATIENCE_MILLIS, period * 4) - now);
    }
    if (wait === Number.POSITIVE_INFINITY) return;
    this.staleTimer = setTimeout(() => this.phase('stale', this.lastNews), Math.max(0, wait));
  }

  private ended(end: StreamEnd) {
    if (!this.running) return;
    this.stream?.close();
    if (end === 'unauthorized') return this.finish();
    clearTimeout(this.staleTimer);
    this.failures += 1;
    if (this.polling === undefined) this.phase('stale', this.lastNews === 0 ? Date.now() : this.lastNews);
    // Asking for the place back at once would only take it from another page, and so on in turn.
    const poll = this.failures >= TRIES_BEFORE_POLLING || end === 'replaced';
    if (poll && this.polling === undefined) this.poll();
    const index = Math.min(this.failures, BACKOFF_MILLIS.length) - 1;
    // A refusal passes soon (too many streams of one session); a stream that breaks will break again.
    const retry = end === 'refused' ? REFUSED_RETRY_MILLIS : STREAM_RETRY_WHILE_POLLING_MILLIS;
    const wait = this.polling === undefined ? BACKOFF_MILLIS[index] : retry;
    this.timer = setTimeout(() => this.open(this.topics), wait);
  }

  private async poll() {
    const round = new AbortController();
    this.polling = round;
    let failed = false;
    while (this.running && !round.signal.aborted) {
      const began = performance.now();
      try {
        const events = await pollOnce(this.topics, round.signal);
        if (round.signal.aborted) return;
        this.lastNews = Date.now();
        this.phase('polling');
        if (failed) {
          // The server was away altogether and is back: streams may work again.
          failed = false;
          this.open(this.topics);
        }
        for (const event of events) {
          await this.store.apply(event);
          if (round.signal.aborted) return;
          this.listener.onEvent(event);
        }
      } catch (failure) {
        if (round.signal.aborted) return;
        if (isUnauthorized(failure)) return this.finish();
        failed = true;
        this.phase('stale', this.lastNews === 0 ? Date.now() : this.lastNews);
      }
      // A table that takes long to fetch is fetched less often.
      const wait = Math.max(POLL_MILLIS, (performance.now() - began) * 4);
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }

  private finish() {
    this.stop();
    this.phase('ended');
  }

  private phase(phase: 'live' | 'stale' | 'polling' | 'ended', since = Date.now()) {
    const before = this.store.get('connection').phase;
    this.store.enter(phase, since);
    if (before !== phase) this.listener.onPhase();
  }
}
