import { type api, scheduleInWords } from '@carillon/core';
import type { z } from 'zod';
import type { Context } from '../../context.ts';
import { storedSchedule } from '../scheduling/planned-schedule.ts';
import { readNotReady, readScheduleErrors } from './statements/read-attention.ts';

type Attention = (typeof api)['deployments']['attention'];

/** What of the deployments needs somebody: schedules that make runs for nobody, and schedules that make none. */
export const deploymentAttention = async (
  { db }: Context,
  { limit }: z.output<Attention['input']>,
): Promise<z.input<Attention['output']>> => {
  const notReady = await readNotReady(db, { limit });
  const errors = await readScheduleErrors(db, { limit });
  return {
    notReady: {
      count: notReady[0]?.count ?? 0,
      first: notReady.map(({ id, name, flow_name, last_polled }) => ({
        id,
        name,
        flowName: flow_name,
        lastPolled: last_polled,
      })),
    },
    scheduleErrors: {
      count: errors[0]?.count ?? 0,
      first: errors.map(({ id, name, flow_name, schedule_id, slug, schedule, error }) => ({
        id,
        name,
        flowName: flow_name,
        scheduleId: schedule_id,
        schedule: slug ?? scheduleInWords(storedSchedule(schedule)),
        error,
      })),
    },
  };
};
