import { defaultStateNames } from '@carillon/core';
import { classes } from '../../components/classes.ts';
import { toneOf, toneText } from '../../components/state-tone.ts';
import { type StateChoice, stateChoices } from './filters.ts';

const nameOf = (choice: StateChoice): string => (choice === 'LATE' ? 'Late' : defaultStateNames[choice]);

type StateFilterProps = {
  chosen: readonly StateChoice[];
  onChange: (chosen: readonly StateChoice[]) => void;
};

export const StateFilter = ({ chosen, onChange }: StateFilterProps) => (
  <fieldset className="flex flex-wrap gap-1">
    <legend className="sr-only">States</legend>
    {stateChoices.map((choice) => {
      const isChosen = chosen.includes(choice);
      const tone = choice === 'LATE' ? 'late' : toneOf(choice);
      return (
        <button
          key={choice}
          type="button"
          aria-pressed={isChosen}
          onClick={() => onChange(isChosen ? chosen.filter((one) => one !== choice) : [...chosen, choice])}
          className={classes(
            'rounded-full border px-2.5 py-0.5 text-xs font-medium',
            toneText[tone],
            isChosen ? 'border-current bg-raised' : 'border-line bg-panel',
          )}
        >
          {isChosen && '✓ '}
          {nameOf(choice)}
        </button>
      );
    })}
  </fieldset>
);
