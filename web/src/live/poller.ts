import { client, take } from '../api/client';
import { HttpError } from '../api/http-error';
import { JsonReader } from './json-reader';
import type { LiveEvent, Topic } from './live-store';
import { breathe } from './slices';

const WHOLE_TABLE = { params: { query: { limit: '100000' } }, parseAs: 'stream' } as const;
const PIECE = 65_536;
/// As many as a stream keeps live.
const NEWEST_EVENTS = { params: { query: { limit: '2000' } }, parseAs: 'stream' } as const;

/// Asks the same API once for every topic: the fallback when something between page and server breaks streams.
export async function pollOnce(topics: readonly Topic[], signal: AbortSignal): Promise<LiveEvent[]> {
  return Promise.all(topics.map((topic) => poll(topic, signal)));
}

async function poll(topic: Topic, signal: AbortSignal): Promise<LiveEvent> {
  switch (topic) {
    case 'resources':
      return { topic, data: await take(client.GET('/api/v1/resources', { signal })) };
    case 'operations': {
      const { count } = await take(client.GET('/api/v1/operations/unseen', { signal }));
      return { topic, data: { unseen: count } };
    }
    case 'processes':
      return listing(topic, client.GET('/api/v1/processes', { ...WHOLE_TABLE, signal }));
    case 'sockets':
      return listing(topic, client.GET('/api/v1/sockets', { ...WHOLE_TABLE, signal }));
    case 'events':
      return listing(topic, client.GET('/api/v1/events', { ...NEWEST_EVENTS, signal }));
    case 'services':
      return listing(topic, client.GET('/api/v1/services', { ...WHOLE_TABLE, signal }));
  }
}

/// A whole table may be tens of megabytes: it is read as it comes.
async function listing(topic: Topic, call: Promise<{ data?: unknown; error?: unknown; response: Response }>) {
  const body = (await take(call)) as ReadableStream<Uint8Array>;
  const reader = new JsonReader();
  const chunks = body.pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>).getReader();
  for (;;) {
    const { done, value } = await chunks.read();
    if (done) return { topic, polled: true, data: reader.end() };
    for (let at = 0; at < value.length; at += PIECE) {
      reader.push(value.slice(at, at + PIECE));
      await breathe();
    }
  }
}

export function isUnauthorized(failure: unknown): boolean {
  return failure instanceof HttpError && failure.status === 401;
}
