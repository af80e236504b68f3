import type { RunReason } from '../schemas/explanation.ts';
import type { RunFacts } from './facts.ts';
import { reasonOf } from './reason.ts';
import { pauseInWords, reasonInWords } from './reason-words.ts';
import { secondsInWords, type TimeWords } from './time-words.ts';

export type ExplainedRun = { reason: RunReason; lateSeconds: number | null; sentence: string };

/** Why a run runs, or does not: as a reason to look at, and as one sentence. The same wherever it is said. */
export const explainRun = (facts: RunFacts, words: TimeWords): ExplainedRun => {
  const reason = reasonOf(facts, words.now);
  const lateSeconds = latenessOf(facts, words.now);
  const deployment = facts.deployment === 'gone' ? null : facts.deployment;
  const why = reasonInWords(reason, { ...words, deploymentName: deployment?.name ?? null });
  const late = lateSeconds === null || lateSeconds < 1 ? null : `Late by ${secondsInWords(lateSeconds)}`;
  const said = late === null ? capital(why) : `${late}: ${why}`;
  const pause =
    facts.state?.type === 'SCHEDULED' && deployment?.paused === true
      ? ` (Deployment ${deployment.name} ${pauseInWords(deployment.pause, words)}; that only keeps its schedules from making runs.)`
      : '';
  return { reason, lateSeconds, sentence: `${fullStop(said)}${pause}` };
};

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

const fullStop = (text: string): string => (/[.!?…]$/.test(text) ? text : `${text}.`);

/** Seconds since a run that waits was due. One that was turned away asks later, and is due since it first asked. */
const latenessOf = ({ state, expectedStart, nextStart }: RunFacts, now: Date): number | null => {
  if (state?.type !== 'SCHEDULED') return null;
  const due = state.name === 'AwaitingConcurrencySlot' ? (expectedStart ?? nextStart) : nextStart;
  const seconds = due === null ? -1 : (now.getTime() - due.getTime()) / 1000;
  return seconds >= 0 ? seconds : null;
};
