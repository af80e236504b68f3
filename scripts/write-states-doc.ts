// Writes docs/states.md from the state table and the rules. A test in packages/core fails while the file is stale.
import { writeFileSync } from 'node:fs';
import {
  conventionalStates,
  isLive,
  isTerminal,
  type StateType,
  stateTypes,
} from '../packages/core/src/schemas/state.ts';
import {
  backgroundTaskRules,
  flowRules,
  forcedFlowRules,
  stateKinds,
  taskRules,
  transitionAnswers,
  transitions,
} from '../packages/core/src/state/index.ts';

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n');

const names = (type: StateType): string =>
  Object.entries(conventionalStates)
    .filter(([, of]) => of === type)
    .map(([name]) => name)
    .join(', ');

const phase = (type: StateType): string => {
  if (isTerminal(type)) return 'terminal';
  return isLive(type) ? 'live' : 'waiting';
};

const types = (of: readonly StateType[] | 'any'): string => (of === 'any' ? 'any' : of.join(', '));

type Told = Pick<(typeof flowRules)[number], 'name' | 'from' | 'to' | 'says'>;

const ruleTable = (rules: readonly Told[]): string =>
  table(
    ['#', 'rule', 'from', 'to', 'says'],
    rules.map(({ name, from, to, says }, index) => [
      `${index + 1}`,
      `\`${name}\``,
      types(from),
      types(to),
      says,
    ]),
  );

const ruleNames = (rules: readonly Told[]): string => rules.map(({ name }) => `\`${name}\``).join(', ');

export const statesDoc = (): string => `# States

Written by \`node scripts/write-states-doc.ts\` from \`packages/core/src/state/\`; do not edit.

Rules look at a state's type; its name refines it for people, and for the few rules that name a name. A live run holds a slot and
may have a process at work.

${table(
  ['type', 'names', 'phase'],
  stateTypes.map((type) => [type, names(type), phase(type)]),
)}

## From each state to each

For a flow run with a deployment and a free slot, without retries, a stored result or a process known by pid. *Scheduled* stands for all
names of SCHEDULED but Late, *Submitting* for all of PENDING but Pending; *Suspended* is PAUSED with its process ended.

${table(
  ['from \\ to', ...stateKinds],
  stateKinds.map((from) => [`**${from}**`, ...stateKinds.map((to) => transitions[from][to])]),
)}

${Object.entries(transitionAnswers)
  .map(([answer, means]) => `- \`${answer}\`: ${means}`)
  .join('\n')}

## Rules, in order

The first rule that refuses decides; what an earlier one amended goes with it. Tests hold them to the table above and to every
pair that a running Prefect 3.9.1 was asked (\`e2e/conformance/states/\`).

${ruleTable(flowRules)}

With \`force\`, and for the first state of a run, only these are asked: ${ruleNames(forcedFlowRules)}.

## Task runs

Every transition that the rules do not refuse is accepted; with \`force\` none is asked.

${ruleTable(taskRules)}

A deferred state (a background task) asks instead, forced or not: ${ruleNames(backgroundTaskRules)}.

## What entering a state changes

- The first RUNNING sets the start; a terminal state sets the end (and the start of a run that never ran); leaving it clears the end.
- Each entry to RUNNING is one attempt more, except the one that resumes a paused flow run. Leaving RUNNING adds to the total run time.
- The expected start is set once: the first scheduled time, or when the run came to be. The next start is known only while SCHEDULED.
- The states of a run have distinct timestamps: a tie moves on by a millisecond.
- A lost lease makes a run CRASHED, then AwaitingRetry if it has retries left; a run that was being cancelled becomes CANCELLED.
`;

if (import.meta.main) writeFileSync(new URL('../docs/states.md', import.meta.url), statesDoc());
