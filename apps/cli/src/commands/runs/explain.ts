import { clientCommand, printJson } from '../../client-command.ts';
import { findRun } from '../../find/find-run.ts';
import { onlyOne } from '../../find/only-one.ts';

export const runsExplain = clientCommand({
  usage: 'carillon runs explain RUN [--json]',
  about:
    'Says why a run runs, or does not: not due, paused by whom and since when, a limit and who holds it, no runner.',
  further: 'RUN is an id, the beginning of one, or the name of a run.',
  async run({ parsed, client, json }) {
    const { id } = await findRun(client, onlyOne(parsed, 'run'));
    const { timeZone: timezone } = new Intl.DateTimeFormat().resolvedOptions();
    const explanation = await client.flowRuns.explain({ id, timezone });
    if (json) printJson(explanation);
    else console.log(explanation.sentence);
    return 0;
  },
});
