import { sql } from 'kysely';
import type { Db } from '../../../database/db.ts';

type Named = { id: string; name: string };
export type DeploymentParts = {
  id: string;
  deployment: Named;
  flow: Named;
  workQueue: Named | null;
  workPool: Named | null;
};

// Deployments by id and name, and what they belong to. Served by primary keys.
export const readDeploymentParts = async (db: Db, ids: readonly string[]): Promise<DeploymentParts[]> => {
  const { rows } = await sql<DeploymentParts>`
    select
      d.id,
      jsonb_build_object('id', d.id, 'name', d.name) as deployment,
      jsonb_build_object('id', f.id, 'name', f.name) as flow,
      case when q.id is not null then jsonb_build_object('id', q.id, 'name', q.name) end as "workQueue",
      case when p.id is not null then jsonb_build_object('id', p.id, 'name', p.name) end as "workPool"
    from deployment d
    join flow f on f.id = d.flow_id
    left join work_queue q on q.id = d.work_queue_id
    left join work_pool p on p.id = q.work_pool_id
    where d.id = any(${[...ids]}::uuid[])`.execute(db);
  return rows;
};
