import type { Pool } from 'pg';

/**
 * A transaction whose connection is lost cannot be rolled back, and whoever holds the connection does not give it back for that: the
 * pool would have one less for good, and would never be closed. So the pool gets it back when it ends.
 */
export const releaseLostConnections = (pool: Pool): void => {
  pool.on('connect', (client) => {
    client.once('end', () => {
      const release = client.release?.bind(client);
      // Its holder may still give it back, which must not be an error then.
      client.release = () => {};
      try {
        release?.(true);
      } catch {
        // Nobody held it.
      }
    });
  });
};
