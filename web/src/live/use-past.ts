import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { client, take } from '../api/client';
import { HOUR_SECONDS, pointsOf } from './history';
import { liveStore, useLive } from './use-live';

/// Fetches what the host remembers: when the page opens, and again whenever the link was lost for a while.
export function usePast() {
  const { phase } = useLive('connection');
  const linked = phase === 'live' || phase === 'polling';
  const { data } = useQuery({
    queryKey: ['resources', 'history', linked],
    queryFn: ({ signal }) =>
      take(
        client.GET('/api/v1/resources/history/series', {
          params: { query: { seconds: String(HOUR_SECONDS) } },
          signal,
        }),
      ),
    enabled: linked,
    gcTime: 0,
    retry: false,
    refetchOnWindowFocus: true,
  });
  useEffect(() => {
    if (data !== undefined) liveStore.seedHistory(pointsOf(data));
  }, [data]);
}
