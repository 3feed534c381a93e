import { client, take } from '../api/client';
import { HttpError } from '../api/http-error';
import type { LiveEvent, Topic } from './live-store';

const WHOLE_TABLE = { params: { query: { limit: '100000' } } };

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
      return { topic, polled: true, data: await take(client.GET('/api/v1/processes', { ...WHOLE_TABLE, signal })) };
    case 'sockets':
      return { topic, polled: true, data: await take(client.GET('/api/v1/sockets', { ...WHOLE_TABLE, signal })) };
    case 'services':
      return { topic, polled: true, data: await take(client.GET('/api/v1/services', { ...WHOLE_TABLE, signal })) };
  }
}

export function isUnauthorized(failure: unknown): boolean {
  return failure instanceof HttpError && failure.status === 401;
}
