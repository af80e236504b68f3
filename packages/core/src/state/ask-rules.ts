import type { State, StateType } from '../schemas/state.ts';
import type { Rule, Transition } from './rule.ts';
import type { ProposedState, StateWrite, Verdict } from './run.ts';

const concerns = <Run, Facts>(
  { from, to }: Rule<Run, Facts>,
  current: StateType | null,
  proposed: StateType,
): boolean =>
  (from === 'any' || (current !== null && from.includes(current))) && (to === 'any' || to.includes(proposed));

type Question<Run, Facts, Progress> = Transition<Run, Facts> & {
  rules: readonly Rule<Run, Facts>[];
  /** Makes the state that the run gets, and the run as it is from then on. */
  write: (run: Run, proposed: ProposedState) => StateWrite<Progress>;
};

/** Asks rules in order. The first that refuses decides, and what earlier ones amended on the proposed state goes with it. */
export const askRules = <Run extends { state: State | null }, Facts, Progress>({
  rules,
  run,
  proposed,
  facts,
  write,
}: Question<Run, Facts, Progress>): Verdict<Progress> => {
  let amended = { run, proposed };
  for (const rule of rules) {
    if (!concerns(rule, run.state?.type ?? null, proposed.type)) continue;
    const ruling = rule.decide({ ...amended, facts });
    if (ruling === null) continue;
    switch (ruling.kind) {
      case 'amend':
        amended = {
          run: { ...amended.run, ...ruling.run },
          proposed: {
            ...amended.proposed,
            name: ruling.name ?? amended.proposed.name,
            stateDetails: { ...amended.proposed.stateDetails, ...ruling.details },
          },
        };
        break;
      case 'reject': {
        const { reason, substitute } = ruling;
        const instead = substitute && write({ ...amended.run, ...ruling.run }, substitute);
        return { status: 'REJECT', reason, write: instead ?? null };
      }
      case 'wait':
        return { status: 'WAIT', reason: ruling.reason, delaySeconds: ruling.delaySeconds, write: null };
      case 'abort':
        return { status: 'ABORT', reason: ruling.reason, write: null };
    }
  }
  return { status: 'ACCEPT', write: write(amended.run, amended.proposed) };
};
