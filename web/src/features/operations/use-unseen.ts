import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { api } from '../../api/client';
import { liveStore, useLive } from '../../live/use-live';

/// How many acts the signed-in person has not seen; asked once, then kept by the stream.
export function useUnseen(): number | undefined {
  const { data } = useQuery({
    queryKey: ['operations', 'unseen'],
    queryFn: ({ signal }) => api.get<{ count: number }>('/operations/unseen', undefined, signal),
    staleTime: 10_000,
  });
  const client = useQueryClient();
  const lost = useLive('lost');
  useEffect(() => {
    if (lost > 0) client.invalidateQueries({ queryKey: ['operations'] });
  }, [lost, client]);
  useEffect(() => {
    if (data !== undefined) liveStore.set('unseen', data.count);
  }, [data]);
  return useLive('unseen');
}
