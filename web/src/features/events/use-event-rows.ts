import { useQuery } from '@tanstack/react-query';
import { useDeferredValue } from 'react';
import { client, take } from '../../api/client';
import type { EventList, EventRow } from '../../api/model';
import { EVENTS } from '../../live/shapes';
import { useLive, useTopic } from '../../live/use-live';
import { usePause } from '../../ui/use-pause';

const NONE: readonly EventRow[] = [];

/// The rows of the page: the newest as they happen, held still while paused, or once all that the host remembers.
export function useEventRows(all: boolean, query: string | undefined) {
  useTopic('events');
  const live = useLive('events');
  const feed = useLive('eventFeed');
  const { shown, paused, toggle: pause } = usePause(live);
  const table = useDeferredValue(shown);
  const remembered = useQuery({
    queryKey: ['events', query ?? ''],
    enabled: all,
    queryFn: async ({ signal }) =>
      (await take(
        client.GET('/api/v1/events', { params: { query: { q: query ?? '', limit: '20000' } }, signal }),
      )) as EventList,
  });
  const rows = all ? (remembered.data?.items ?? NONE) : (table?.rows ?? NONE);
  return {
    rows,
    loaded: all ? remembered.data !== undefined : table !== undefined,
    failure: all ? remembered.error : null,
    find: (id: number) => (all ? rows.find((row) => row.id === id) : undefined) ?? table?.byKey.get(String(id)),
    keyOf: EVENTS.keyOf,
    feed,
    paused,
    pause,
  };
}
