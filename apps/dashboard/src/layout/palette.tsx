import { Dialog } from '@base-ui/react/dialog';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type KeyboardEvent, useId, useState } from 'react';
import { query } from '../client/query.ts';
import { classes } from '../components/classes.ts';
import { inputClass } from '../components/field.tsx';
import { places } from './places.ts';
import { chooseTheme } from './theme.ts';

type Entry = { name: string; about: string; go: () => void };

/** What a word finds on the server: deployments by name, runs by name or id. */
const useFound = (text: string): Entry[] => {
  const navigate = useNavigate();
  const like = text.trim();
  const isId = /^[0-9a-f]{8}-[0-9a-f-]{27}$/i.test(like);
  const deployments = useQuery({
    ...query('deployments.list', { deployments: { flowOrDeploymentName: { like } }, limit: 6 }),
    enabled: like.length > 1,
  });
  const runs = useQuery({
    ...query('flowRuns.list', {
      flowRuns: isId ? { id: { any: [like] } } : { name: { like } },
      limit: 6,
    }),
    enabled: like.length > 2,
  });
  if (like.length < 2) return [];
  return [
    ...(deployments.data?.results ?? []).map(({ id, flowName, name }) => ({
      name: `${flowName}/${name}`,
      about: 'Deployment',
      go: () => void navigate({ to: '/deployments/$id', params: { id } }),
    })),
    ...(runs.data?.results ?? []).map(({ id, name, stateName }) => ({
      name,
      about: `Run, ${stateName ?? 'without a state'}`,
      go: () => void navigate({ to: '/runs/$id', params: { id } }),
    })),
  ];
};

/** Everything that has no page of its own, and the pages. */
const useCommands = (): Entry[] => {
  const navigate = useNavigate();
  return [
    ...places.map(({ to, name, key }) => ({
      name,
      about: `Page, g ${key}`,
      go: () => void navigate({ to }),
    })),
    ...[
      { name: 'Failed and crashed runs', state: 'FAILED,CRASHED' },
      { name: 'Late runs', state: 'LATE' },
      { name: 'Running runs', state: 'RUNNING' },
    ].map(({ name, state }) => ({
      name,
      about: 'Runs',
      go: () => void navigate({ to: '/runs', search: { state } }),
    })),
    ...(['light', 'dark', 'system'] as const).map((theme) => ({
      name: `Theme: ${theme}`,
      about: 'Command',
      go: () => chooseTheme(theme),
    })),
  ];
};

/** Goes anywhere and does anything from the keyboard. */
export default function Palette({ onClose }: { onClose: () => void }) {
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState(0);
  const list = useId();
  const found = useFound(text);
  const commands = useCommands().filter(({ name }) => name.toLowerCase().includes(text.trim().toLowerCase()));
  const entries = [...commands, ...found];
  const at = Math.min(chosen, entries.length - 1);

  const take = (entry: Entry | undefined): void => {
    if (entry === undefined) return;
    onClose();
    entry.go();
  };
  const press = (event: KeyboardEvent): void => {
    if (event.key === 'Enter') take(entries[at]);
    else if (event.key === 'ArrowDown') setChosen(Math.min(at + 1, entries.length - 1));
    else if (event.key === 'ArrowUp') setChosen(Math.max(at - 1, 0));
    else return;
    event.preventDefault();
  };

  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-black/50" />
        <Dialog.Popup className="fixed top-[12vh] left-1/2 z-50 flex max-h-[70vh] w-[min(94vw,36rem)] -translate-x-1/2 flex-col rounded-lg border border-line bg-panel shadow-xl outline-none">
          <Dialog.Title className="sr-only">Search and commands</Dialog.Title>
          <div className="border-b border-line p-2">
            <input
              type="text"
              role="combobox"
              aria-label="Search pages, deployments and runs"
              aria-expanded="true"
              aria-controls={list}
              aria-activedescendant={entries.length > 0 ? `${list}-${at}` : undefined}
              placeholder="Page, deployment, run or command"
              className={inputClass}
              value={text}
              onChange={({ target }) => {
                setText(target.value);
                setChosen(0);
              }}
              onKeyDown={press}
            />
          </div>
          <div id={list} role="listbox" aria-label="Found" className="overflow-y-auto p-2">
            {entries.map((entry, index) => (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the field above has the keyboard, as a combobox's has.
              <div
                key={`${entry.about} ${entry.name}`}
                id={`${list}-${index}`}
                role="option"
                tabIndex={-1}
                aria-selected={index === at}
                className={classes(
                  'flex cursor-pointer items-baseline justify-between gap-4 rounded px-2 py-1.5',
                  index === at && 'bg-raised',
                )}
                onMouseMove={() => setChosen(index)}
                onClick={() => take(entry)}
              >
                <span className="truncate">{entry.name}</span>
                <span className="shrink-0 text-xs text-soft">{entry.about}</span>
              </div>
            ))}
          </div>
          {entries.length === 0 && <p className="px-4 pb-4 text-soft">Nothing goes by that name.</p>}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
