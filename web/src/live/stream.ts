import { streamPath } from '../api/client';
import { EventParser } from './event-parser';
import type { LiveEvent, Topic } from './live-store';
import { breathe } from './slices';

/// `replaced`: a newer page of the same session has taken this stream's place.
export type StreamEnd = 'closed' | 'unauthorized' | 'silent' | 'refused' | 'replaced';

/// Heartbeats come every 15 s; a link that is quiet for longer is dead, whatever TCP believes.
const SILENCE_LIMIT_MILLIS = 25_000;
const FIRST_WORD_LIMIT_MILLIS = 8_000;

/// A long table is read in pieces, with room for other work between them.
const PIECE = 65_536;
const SLICE_MILLIS = 8;

/// One open stream. Reads by fetch instead of EventSource to see the status code and the heartbeats.
export class Stream {
  private readonly abort = new AbortController();
  private watchdog: ReturnType<typeof setTimeout> | undefined;
  private done = false;

  constructor(
    topics: readonly Topic[],
    /// The next event comes when this one was dealt with.
    private readonly onEvent: (event: LiveEvent) => void | Promise<void>,
    private readonly onEnd: (end: StreamEnd) => void,
  ) {
    this.run(topics).catch(() => this.end('closed'));
  }

  close() {
    this.done = true;
    clearTimeout(this.watchdog);
    this.abort.abort();
  }

  private async run(topics: readonly Topic[]) {
    this.watch(FIRST_WORD_LIMIT_MILLIS);
    const response = await fetch(`${streamPath}?topics=${topics.join(',')}`, {
      headers: { Accept: 'text/event-stream' },
      credentials: 'same-origin',
      cache: 'no-store',
      signal: this.abort.signal,
    });
    if (response.status === 401) return this.end('unauthorized');
    if (!response.ok || response.body === null) return this.end('refused');
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    const parser = new EventParser();
    let breatheAt = performance.now() + SLICE_MILLIS;
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return this.end('closed');
      this.watch(SILENCE_LIMIT_MILLIS);
      for (let at = 0; at < value.length; at += PIECE) {
        if (performance.now() > breatheAt) {
          await breathe();
          breatheAt = performance.now() + SLICE_MILLIS;
        }
        for (const event of parser.push(value.slice(at, at + PIECE))) {
          if (this.done) return;
          await this.onEvent({ topic: event.event, data: event.data });
        }
      }
    }
  }

  private watch(millis: number) {
    clearTimeout(this.watchdog);
    this.watchdog = setTimeout(() => this.end('silent'), millis);
  }

  private end(end: StreamEnd) {
    if (this.done) return;
    this.close();
    this.onEnd(end);
  }
}
