import type { Benchmark, Case } from './benchmark.ts';
import { seedDeployments, seedDueRuns } from './server/seed.ts';
import { millisecondsOf, openStage, type Stage } from './server/stage.ts';

const runs = 8000;
const atOnce = 8;

const locked = 'select * from flow_run where id = $1 for update';
const moved = `
  with changed as (
    update flow_run set updated = now(), state_id = $2, state_type = 'RUNNING', state_name = 'Running',
      state_timestamp = now(), state_details = '{}', run_count = run_count + 1, start_time = now(),
      next_scheduled_start_time = null
    where id = $1
  )
  insert into flow_run_state (id, flow_run_id, type, name, timestamp, state_details)
  values ($2, $1, 'RUNNING', 'Running', now(), '{}')`;

/** Runs a second, with so many under way at once. */
const rateOver = async (ids: readonly string[], set: (id: string) => Promise<unknown>): Promise<number> => {
  const left = ids.values();
  const work = async (): Promise<void> => {
    for (const id of left) await set(id);
  };
  const elapsed = await millisecondsOf(() => Promise.all(Array.from({ length: atOnce }, work)));
  return (ids.length / elapsed) * 1000;
};

const plainly = ({ pool }: Stage, ids: readonly string[]): Promise<number> =>
  rateOver(ids, async (id) => {
    const connection = await pool.connect();
    try {
      await connection.query('begin');
      await connection.query(locked, [id]);
      await connection.query(moved, [id, crypto.randomUUID()]);
      await connection.query('commit');
    } finally {
      connection.release();
    }
  });

const measure = async (): Promise<Case> => {
  await using stage = await openStage();
  await seedDeployments(stage.sql, 20);
  await seedDueRuns(stage.sql, runs);
  const { rows } = await stage.sql.query<{ id: string }>('select id from flow_run order by id');
  const ids = rows.map(({ id }) => id);
  const half = runs / 2;
  const raw = await plainly(stage, ids.slice(0, half));
  const own = await rateOver(ids.slice(half), (id) =>
    stage.caller.flowRuns.setState({ id, state: { type: 'RUNNING', name: 'Running' } }),
  );
  return {
    name: `a scheduled run set to RUNNING, ${atOnce} at once`,
    unit: 'runs/s',
    figures: [
      { subject: 'carillon', value: own, note: 'the whole procedure: lock, rules, write' },
      { subject: 'plain SQL', value: raw, note: 'lock and write in a transaction' },
    ],
    aims: [{ words: 'at least 0.5 of plain SQL', reached: own / raw, wanted: 0.5 }],
  };
};

export const benchmark: Benchmark = {
  about: 'setting the state of runs, beside the same statements by plain SQL',
  run: async () => [await measure()],
};
