import { api } from '../api/client';
import { HttpError } from '../api/http-error';
import type { LiveEvent, Topic } from './live-store';

const PATHS: Record<Topic, string> = {
  resources: '/resources',
  processes: '/processes',
  sockets: '/sockets',
  services: '/services',
  operations: '/operations/unseen',
};
const LISTS: ReadonlySet<Topic> = new Set<Topic>(['processes', 'sockets', 'services']);
const WHOLE_TABLE = 100_000;

/// Asks the same API once for every topic: the fallback when something between page and server breaks streams.
export async function pollOnce(topics: readonly Topic[], signal: AbortSignal): Promise<LiveEvent[]> {
  return Promise.all(
    topics.map(async (topic): Promise<LiveEvent> => {
      const data = await api.get<unknown>(PATHS[topic], LISTS.has(topic) ? { limit: WHOLE_TABLE } : {}, signal);
      if (topic === 'operations') return { topic, data: { unseen: (data as { count: number }).count } };
      return { topic, data, polled: LISTS.has(topic) };
    }),
  );
}

export function isUnauthorized(failure: unknown): boolean {
  return failure instanceof HttpError && failure.status === 401;
}
