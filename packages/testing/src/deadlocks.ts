import { Client } from 'pg';

/** How many deadlocks PostgreSQL has found in a database since it was made, those that were tried again unheard, too. */
export const deadlocksIn = async (databaseUrl: string): Promise<number> => {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ deadlocks: number }>(
      'select deadlocks::int from pg_stat_database where datname = current_database()',
    );
    return rows[0]?.deadlocks ?? 0;
  } finally {
    await client.end();
  }
};
