import { useQuery } from '@tanstack/react-query';
import { api } from '../../api/client';
import type { Host } from '../../api/model';

export function useHost(): Host | undefined {
  return useQuery({
    queryKey: ['host'],
    queryFn: ({ signal }) => api.get<Host>('/host', undefined, signal),
    staleTime: 60_000,
  }).data;
}
