import type { FlowRun, OrchestrationResult, StateType } from '@carillon/core';
import type { Client } from '@carillon/sdk';
import type { Options, Parsed } from '../../arguments.ts';
import { type ClientCommand, clientCommand, printJson } from '../../client-command.ts';
import type { Command } from '../../command.ts';
import { findRun } from '../../find/find-run.ts';
import { onlyOne } from '../../find/only-one.ts';
import { awaitEnd } from './await-end.ts';

const waitOption = {
  wait: { help: 'wait until the run has ended, with a line a state' },
} as const satisfies Options;

export type RunChange = Omit<ClientCommand, 'run'> & {
  change: (client: Client, run: FlowRun, parsed: Parsed) => Promise<OrchestrationResult>;
  /** How the run is to end where the change is waited for; anything else is exit status 1. */
  wanted: StateType;
};

/** A command that asks for another state of a run, says what became of it, and waits for its end where that is wished. */
export const changeRun = ({ change, wanted, options = {}, ...help }: RunChange): Command =>
  clientCommand({
    ...help,
    options: { ...options, ...waitOption },
    further:
      'RUN is an id, the beginning of one, or the name of a run. Ctrl-C ends the waiting, never the run.',
    async run({ parsed, client, json }) {
      const run = await findRun(client, onlyOne(parsed, 'run'));
      const { status, state, details } = await change(client, run, parsed);
      const taken = status === 'ACCEPT' || state?.type === wanted;
      if (!taken) {
        const reason = 'reason' in details ? details.reason : null;
        if (json) printJson({ run: run.id, status, state, reason });
        else console.error(`${run.name} stays ${run.stateName}: ${reason ?? status}`);
        return 1;
      }
      const end = parsed.values.wait === true ? await awaitEnd(client, run) : state;
      if (json) printJson({ run: run.id, status, state: end });
      else console.log(`${run.name}  ${end?.name ?? status}`);
      return parsed.values.wait !== true || end?.type === wanted ? 0 : 1;
    },
  });
