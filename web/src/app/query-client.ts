import { QueryClient } from '@tanstack/react-query';
import { HttpError } from '../api/http-error';

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      refetchOnWindowFocus: false,
      refetchIntervalInBackground: false,
      networkMode: 'always',
      retry: (count, failure) => failure instanceof HttpError && failure.category === 'unavailable' && count < 2,
    },
    mutations: { networkMode: 'always' },
  },
});
