import { type api, explainRun as explain } from '@carillon/core';
import type { z } from 'zod';
import type { Context } from '../../context.ts';
import { readRunFacts } from './read-run-facts.ts';

type Explain = (typeof api)['flowRuns']['explain'];

/** Why a run runs, or does not, at this moment. */
export const explainRun = async (
  context: Context,
  { id, timezone }: z.output<Explain['input']>,
): Promise<z.input<Explain['output']>> => {
  const { name, facts } = await readRunFacts(context, { id });
  const { deployment, state } = facts;
  return {
    flowRunId: id,
    runName: name,
    stateType: state?.type ?? null,
    stateName: state?.name ?? null,
    ...explain(facts, { now: context.now, timezone }),
    deploymentPause: deployment === null || deployment === 'gone' ? null : deployment.pause,
    at: context.now,
  };
};
