import type { State } from '@carillon/core';
import { isTerminal } from '@carillon/core';
import { StateBadge } from '../../components/badge.tsx';
import { classes } from '../../components/classes.ts';
import { toneFill, toneOf } from '../../components/state-tone.ts';
import { instantInWords, spanInWords } from '../../format/time.ts';
import { useNow } from '../../live/now.ts';

type Stretch = { state: State; seconds: number; attempt: number | null };

const stretchesOf = (states: readonly State[], now: Date): Stretch[] => {
  let attempt = 0;
  return states.map((state, index) => {
    const end = states[index + 1]?.timestamp ?? (isTerminal(state.type) ? state.timestamp : now);
    // A pause and its end belong to one attempt.
    const begins = state.type === 'RUNNING' && states[index - 1]?.type !== 'PAUSED';
    if (begins) attempt += 1;
    return {
      state,
      seconds: Math.max(0, (end.getTime() - state.timestamp.getTime()) / 1000),
      attempt: begins ? attempt : null,
    };
  });
};

/** The states of a run on a line, as long as it was in each, and each with its time. */
export const Timeline = ({ states }: { states: readonly State[] }) => {
  const last = states.at(-1);
  const now = useNow(last !== undefined && isTerminal(last.type) ? 3_600_000 : 1000);
  const stretches = stretchesOf(states, now);
  const total = stretches.reduce((sum, { seconds }) => sum + seconds, 0);
  const attempts = stretches.filter(({ attempt }) => attempt !== null).length;
  return (
    <div className="flex flex-col gap-3">
      <div aria-hidden className="flex h-3 gap-px overflow-hidden rounded bg-raised">
        {stretches.map(({ state, seconds }) => (
          <span
            key={state.id}
            title={`${state.name}, ${spanInWords(seconds)}`}
            className={classes('min-w-1', toneFill[toneOf(state.type, state.name)])}
            style={{ flexGrow: total === 0 ? 1 : (seconds / total) * 100 }}
          />
        ))}
      </div>
      <ol className="flex flex-col gap-1.5" aria-label="States, oldest first">
        {stretches.map(({ state, seconds, attempt }) => (
          <li key={state.id} className="flex flex-wrap items-center gap-x-3 gap-y-0.5">
            <span className="basis-full text-xs text-soft tabular-nums sm:w-52 sm:basis-auto">
              {instantInWords(state.timestamp, { seconds: true })}
            </span>
            <StateBadge type={state.type} name={state.name} />
            {!isTerminal(state.type) && (
              <span className="text-xs text-soft tabular-nums">for {spanInWords(seconds)}</span>
            )}
            {attempt !== null && attempts > 1 && <span className="text-xs">attempt {attempt}</span>}
            {state.message !== null && (
              <span className="min-w-0 basis-full text-xs break-words whitespace-pre-wrap text-soft sm:pl-55">
                {state.message}
              </span>
            )}
          </li>
        ))}
      </ol>
    </div>
  );
};
