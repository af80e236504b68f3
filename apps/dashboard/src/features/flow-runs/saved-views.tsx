import { Bookmark, Trash2 } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { Button, IconButton } from '../../components/button.tsx';
import { Dialog, DialogFoot } from '../../components/dialog.tsx';
import { Field, Input } from '../../components/field.tsx';
import { Menu, MenuItem } from '../../components/menu.tsx';
import { stringifySearch } from '../../search.ts';
import type { RunSearch } from './filters.ts';

type View = { name: string; search: RunSearch };

const own: readonly View[] = [
  { name: 'Failed or crashed, last 24 h', search: { state: 'FAILED,CRASHED', from: '24h' } },
  { name: 'Late', search: { state: 'LATE', sort: 'EXPECTED_START_TIME_ASC' } },
  { name: 'At work', search: { state: 'PENDING,RUNNING,CANCELLING' } },
  { name: 'Planned', search: { state: 'SCHEDULED', sort: 'EXPECTED_START_TIME_ASC' } },
];

const key = 'carillon-run-views';

const isView = (one: unknown): one is View =>
  typeof one === 'object' && one !== null && 'name' in one && 'search' in one;

const readViews = (): readonly View[] => {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(key) ?? '[]');
    return Array.isArray(stored) ? stored.filter(isView) : [];
  } catch {
    return [];
  }
};

type SavedViewsProps = { search: RunSearch; onChoose: (search: RunSearch) => void };

/** Filters under a name, kept in this browser. */
export const SavedViews = ({ search, onChoose }: SavedViewsProps) => {
  const [views, setViews] = useState(readViews);
  const [isNaming, setIsNaming] = useState(false);
  const [name, setName] = useState('');
  const keep = (next: readonly View[]): void => {
    localStorage.setItem(key, JSON.stringify(next));
    setViews(next);
  };
  const save = (event: FormEvent): void => {
    event.preventDefault();
    if (name.trim() === '') return;
    keep([...views.filter((view) => view.name !== name.trim()), { name: name.trim(), search }]);
    setIsNaming(false);
    setName('');
  };
  const shown = [...own, ...views].find(
    (view) => stringifySearch(view.search) === stringifySearch(search),
  )?.name;
  return (
    <>
      <Menu
        trigger={
          <Button>
            <Bookmark aria-hidden className="size-4" />
            {shown ?? 'Views'}
          </Button>
        }
      >
        {[...own, ...views].map((view) => (
          <MenuItem key={view.name} onClick={() => onChoose(view.search)}>
            {view.name}
          </MenuItem>
        ))}
        <MenuItem onClick={() => setIsNaming(true)}>Save or remove views…</MenuItem>
      </Menu>
      <Dialog
        open={isNaming}
        onOpenChange={setIsNaming}
        title="Views"
        about="A view is a name for the filters that are set now. Views are kept in this browser."
      >
        <form onSubmit={save}>
          <Field label="Name of the view">
            {(control) => (
              <Input {...control} value={name} onChange={({ target }) => setName(target.value)} />
            )}
          </Field>
          <DialogFoot>
            <Button type="submit" look="primary" disabled={name.trim() === ''}>
              Save
            </Button>
          </DialogFoot>
        </form>
        {views.length > 0 && (
          <ul className="mt-4">
            {views.map((view) => (
              <li key={view.name} className="flex items-center justify-between border-t border-line py-1">
                {view.name}
                <IconButton
                  label={`Remove ${view.name}`}
                  onClick={() => keep(views.filter((one) => one !== view))}
                >
                  <Trash2 aria-hidden className="size-4" />
                </IconButton>
              </li>
            ))}
          </ul>
        )}
      </Dialog>
    </>
  );
};
