import { isCarillonError } from '@carillon/sdk';
import { QueryClient } from '@tanstack/react-query';

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      // What changes is told by events; the client itself tries again when the server is away.
      staleTime: 30_000,
      retry: (failures, error) => failures < 1000 && isCarillonError(error) && error.code === 'UNREACHABLE',
      retryDelay: 2000,
    },
    mutations: { retry: false },
  },
});
