import type { Actor, Pause } from '../schemas/actor.ts';
import type { LimitHolder, RunLimit, RunReason } from '../schemas/explanation.ts';
import { instantInWords, secondsInWords, type TimeWords } from './time-words.ts';

type Words = TimeWords & { deploymentName: string | null };

const nouns = {
  deployment: 'deployment',
  'work-queue': 'work queue',
  'work-pool': 'work pool',
} as const;

const byWords = (actor: Actor | null): string =>
  actor?.displayValue == null ? '' : ` by ${actor.displayValue}`;

const because = (text: string | null): string => (text === null || text === '' ? '' : `: ${text}`);

export const pauseInWords = (pause: Pause | null, words: TimeWords): string =>
  pause === null
    ? 'is paused'
    : `has been paused since ${instantInWords(pause.at, words)}${byWords(pause.by)}${because(pause.reason)}`;

/** `a`, `a and b`, `a, b and c`. */
const listed = (names: readonly string[]): string =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;

const holderName = ({ kind, name, id }: LimitHolder): string => {
  const called = name ?? id;
  if (called === null) return 'a lease';
  return kind === 'lease' ? `the lease of ${called}` : kind === 'task-run' ? `task run ${called}` : called;
};

/** Those that are known by name, and since when the first of them. What is taken by none of them was set by hand. */
const holdersInWords = ({ holders, taken }: RunLimit, words: TimeWords): string => {
  const [first] = holders;
  if (first === undefined) return taken === 1 ? 'its slot is taken' : `its ${taken} slots are taken`;
  const since = instantInWords(first.since, words);
  if (taken === 1) {
    const noun = first.kind === 'flow-run' ? 'run ' : '';
    return `${noun}${holderName(first)} has held the slot since ${since}`;
  }
  const others = taken - holders.reduce((sum, { slots }) => sum + slots, 0);
  const names = [...holders.map(holderName), ...(others > 0 ? [`${others} more`] : [])];
  return `${listed(names)} ${names.length === 1 ? 'holds' : 'hold'} them, the first since ${since}`;
};

const limitName = ({ of, name }: RunLimit, { deploymentName }: Words): string => {
  if (of === 'own') return `deployment ${name}`;
  if (of === 'global') return `limit ${name} of deployment ${deploymentName}`;
  return `${nouns[of]} ${name}`;
};

const limitInWords = (limit: RunLimit, words: Words): string => {
  if (limit.limit === 0) return `${limitName(limit, words)} allows no runs at all (its limit is 0)`;
  const runs = limit.limit === 1 ? '1 run' : `${limit.limit} runs`;
  return `${limitName(limit, words)} allows ${runs} at a time; ${holdersInWords(limit, words)}`;
};

const until = (leaseUntil: Date | null, words: TimeWords): string =>
  leaseUntil === null ? '' : `; its lease lasts until ${instantInWords(leaseUntil, words)}`;

/** The reason in plain words, without a capital or a full stop: what stands before and behind it is the caller's. */
export const reasonInWords = (reason: RunReason, words: Words): string => {
  const at = (instant: Date): string => instantInWords(instant, words);
  const ahead = (instant: Date): string =>
    instant > words.now
      ? `at ${at(instant)}, in ${secondsInWords((instant.getTime() - words.now.getTime()) / 1000)}`
      : `at ${at(instant)}`;
  switch (reason.kind) {
    case 'not-due':
      return `starts ${ahead(reason.start)}`;
    case 'retry':
      return `attempt ${reason.attempt} is due ${ahead(reason.at)}${reason.inProcess ? ', in the process that had the last one' : ''}`;
    case 'paused':
      return `${nouns[reason.of]} ${reason.name} ${pauseInWords(reason.pause, words)}`;
    case 'limit-full':
      return `${limitInWords(reason.limit, words)}${reason.askedAgainAt === null ? '' : `; it asks again at ${at(reason.askedAgainAt)}`}`;
    case 'slot-asked-again':
      return `it found no free slot; one is free by now, and it asks again ${ahead(reason.at)}`;
    case 'deployment-gone':
      return 'its deployment is deleted, so nobody claims it';
    case 'nobody-claims':
      return 'it has neither a deployment nor a work pool, so nobody claims it; who made it has to start it';
    case 'no-runner': {
      const { of, name, lastPolled } = reason.asked;
      return lastPolled === null
        ? `no runner has ever asked for ${nouns[of]} ${name}`
        : `no runner has asked for ${nouns[of]} ${name} since ${at(lastPolled)}`;
    }
    case 'not-taken': {
      const { of, name, lastPolled } = reason.asked;
      const last = lastPolled === null ? '' : ` (last at ${at(lastPolled)})`;
      return `runners ask for ${nouns[of]} ${name}${last}, and none has taken it yet; all of them may be busy`;
    }
    case 'claimed':
      return reason.by.leaseUntil === null
        ? `pending since ${at(reason.since)}, without a lease: who proposed that has to start it`
        : `claimed by runner ${reason.by.runner ?? 'unknown'} at ${at(reason.since)}; its process is starting${until(reason.by.leaseUntil, words)}`;
    case 'running': {
      const runner = reason.by.runner === null ? '' : ` on runner ${reason.by.runner}`;
      const attempt = reason.attempt === 1 ? '' : `, attempt ${reason.attempt}`;
      return `running since ${at(reason.since)}${runner}${attempt}${until(reason.by.leaseUntil, words)}`;
    }
    case 'run-paused': {
      const end = reason.until === null ? '' : ` until ${at(reason.until)} at the latest`;
      const wants = reason.waitsForInput ? 'waits for input' : 'waits to be resumed';
      return `${reason.suspended ? 'suspended' : 'paused'} since ${at(reason.since)}; it ${wants}${end}`;
    }
    case 'cancelling': {
      const who = reason.by.runner === null ? 'its process' : `its process on runner ${reason.by.runner}`;
      return `being cancelled${byWords(reason.actor)} since ${at(reason.since)}; ${who} is to end`;
    }
    case 'ended':
      return `${reason.name} at ${at(reason.at)}${byWords(reason.actor)}${because(reason.message)}`;
    case 'no-state':
      return 'it has no state';
  }
};
