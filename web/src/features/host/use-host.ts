import { useQuery } from '@tanstack/react-query';
import { client, take } from '../../api/client';
import type { Host } from '../../api/model';

export function useHost(): Host | undefined {
  return useQuery({
    queryKey: ['host'],
    queryFn: ({ signal }) => take(client.GET('/api/v1/host', { signal })),
    staleTime: 60_000,
  }).data;
}
