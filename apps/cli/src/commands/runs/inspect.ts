import type { FlowRun, State, TaskRun } from '@carillon/core';
import { clientCommand, printJson } from '../../client-command.ts';
import { findRun } from '../../find/find-run.ts';
import { onlyOne } from '../../find/only-one.ts';
import { instantInWords } from '../../format/instant.ts';
import { members } from '../../format/table.ts';
import { spanInWords } from '../../format/time.ts';
import { pages } from '../../pages.ts';

const stateLine = ({ timestamp, name, message }: State): string =>
  [
    instantInWords(timestamp, { seconds: true }),
    name,
    ...(message === null ? [] : [message.split('\n', 1)[0]]),
  ].join('  ');

const taskLine = ({ name, stateName, estimatedRunTime, runCount }: TaskRun): string =>
  [
    name,
    stateName ?? '',
    spanInWords(estimatedRunTime),
    ...(runCount > 1 ? [`at attempt ${runCount}`] : []),
  ].join('  ');

const inWords = (run: FlowRun, states: readonly State[], tasks: readonly TaskRun[]): string => {
  const data = run.state?.type === 'COMPLETED' ? run.state.data : null;
  return members([
    ['run', run.name],
    ['id', run.id],
    ['state', run.stateName],
    ['message', run.state?.message],
    ['result', data === null ? null : JSON.stringify(data)],
    ['attempt', run.runCount > 1 ? `${run.runCount}` : null],
    ['took', run.startTime === null ? null : spanInWords(run.estimatedRunTime)],
    ['tags', run.tags.join(', ')],
    ['parameters', Object.keys(run.parameters).length > 0 ? JSON.stringify(run.parameters) : null],
    ['made by', run.createdBy?.displayValue],
    ['states', states.map(stateLine).join('\n')],
    ['tasks', tasks.map(taskLine).join('\n')],
  ]);
};

export const runsInspect = clientCommand({
  usage: 'carillon runs inspect RUN [--json]',
  about: 'Shows a run: its state and the states before, its parameters, its result, its tasks.',
  further: 'RUN is an id, the beginning of one, or the name of a run.',
  async run({ parsed, client, json }) {
    const run = await findRun(client, onlyOne(parsed, 'run'));
    const [states, tasks] = await Promise.all([
      client.flowRuns.states({ id: run.id }),
      pages((cursor) =>
        client.taskRuns.list({
          taskRuns: { flowRunId: { any: [run.id] } },
          sort: 'EXPECTED_START_TIME_ASC',
          cursor,
        }),
      ),
    ]);
    if (json) printJson({ run, states, tasks });
    else console.log(inWords(run, states, tasks));
    return 0;
  },
});
