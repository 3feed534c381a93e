import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { client, take } from '../../api/client';
import { liveStore, useLive } from '../../live/use-live';

/// How many acts the signed-in person has not seen; asked once, then kept by the stream.
export function useUnseen(): number | undefined {
  const { data } = useQuery({
    queryKey: ['operations', 'unseen'],
    queryFn: ({ signal }) => take(client.GET('/api/v1/operations/unseen', { signal })),
    staleTime: 10_000,
  });
  const queries = useQueryClient();
  const lost = useLive('lost');
  useEffect(() => {
    if (lost > 0) queries.invalidateQueries({ queryKey: ['operations'] });
  }, [lost, queries]);
  useEffect(() => {
    if (data !== undefined) liveStore.set('unseen', data.count);
  }, [data]);
  return useLive('unseen');
}
