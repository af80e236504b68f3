import { type Client, createClient } from '@carillon/sdk';
import { z } from 'zod';
import { apiKey } from './api-key.ts';
import { watchedFetch } from './reachable.ts';

// The policy lets no text be run as code, and zod would try.
z.config({ jitless: true });

const key = apiKey.read();

export const client: Client = createClient({
  url: window.location.origin,
  name: 'dashboard',
  fetch: watchedFetch,
  ...(key !== null && { apiKey: key }),
});
