import type { deploymentSchedule } from '@carillon/core';
import type { Selectable } from 'kysely';
import type { z } from 'zod';
import type { Tables } from '../../database/db.ts';

export const scheduleView = (
  row: Selectable<Tables['deployment_schedule']>,
): z.input<typeof deploymentSchedule> => ({
  id: row.id,
  created: row.created,
  updated: row.updated,
  deploymentId: row.deployment_id,
  schedule: row.schedule,
  active: row.active,
  maxScheduledRuns: row.max_scheduled_runs,
  parameters: row.parameters,
  slug: row.slug,
  refillAt: row.refill_at,
  error: row.error,
  missed:
    row.missed_from === null || row.missed_until === null
      ? null
      : { count: row.missed_count, from: row.missed_from, until: row.missed_until },
});
