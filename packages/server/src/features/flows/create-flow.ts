import { type api, invariant } from '@carillon/core';
import type { z } from 'zod';
import type { Context } from '../../context.ts';
import { newId } from '../../database/id.ts';
import { flowView } from './view.ts';

type Create = (typeof api)['flows']['create'];

const triesMax = 3;

/** Makes a flow, or answers the one of this name as it is. Of two that come at once the second waits, and finds the first. */
export const createFlow = async (
  { db, now }: Context,
  { name, tags, labels }: z.output<Create['input']>,
): Promise<z.input<Create['output']>> => {
  for (let tries = 0; tries < triesMax; tries += 1) {
    const existing = await db.selectFrom('flow').selectAll().where('name', '=', name).executeTakeFirst();
    if (existing !== undefined) return { flow: flowView(existing), created: false };
    const made = await db
      .insertInto('flow')
      .values({
        id: newId(now),
        created: now,
        updated: now,
        name,
        tags,
        labels: labels ?? {},
      })
      .onConflict((conflict) => conflict.column('name').doNothing())
      .returningAll()
      .executeTakeFirst();
    if (made !== undefined) return { flow: flowView(made), created: true };
  }
  invariant(false, `the flow ${name} comes and goes`);
};
