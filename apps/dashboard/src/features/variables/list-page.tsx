import type { Variable } from '@carillon/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Pencil, Plus, Trash2 } from 'lucide-react';
import { lazy, Suspense, useCallback, useState } from 'react';
import { query } from '../../client/query.ts';
import { useChange } from '../../client/use-change.ts';
import { Tag } from '../../components/badge.tsx';
import { Button, IconButton } from '../../components/button.tsx';
import { Empty, ErrorNote, Waiting } from '../../components/feedback.tsx';
import { Moment } from '../../components/moment.tsx';
import { Page } from '../../components/page.tsx';
import { Panel } from '../../components/panel.tsx';
import { SearchField } from '../../components/search-field.tsx';
import { type Column, VirtualTable } from '../../components/virtual-table.tsx';
import { counted } from '../../format/counted.ts';

const VariableDialog = lazy(() => import('./variable-dialog.tsx'));

const route = getRouteApi('/variables');

/** Goes at once; a variable is small enough to be made again as it was. */
const DeleteButton = ({ variable }: { variable: Variable }) => {
  const create = useChange('variables.create', { touches: ['variables'] });
  const { name, value, tags } = variable;
  const remove = useChange('variables.delete', {
    touches: ['variables'],
    said: () => `${name} is gone.`,
    undo: () => create.mutate({ name, value, tags }),
  });
  return (
    <IconButton
      label={`Delete ${name}`}
      disabled={remove.isPending}
      onClick={() => remove.mutate({ id: variable.id })}
    >
      <Trash2 aria-hidden className="size-4" />
    </IconButton>
  );
};

export default function VariablesPage() {
  const { q = '' } = route.useSearch();
  const navigate = route.useNavigate();
  const [shown, setShown] = useState<{ variable: Variable | null } | null>(null);
  const find = useCallback(
    (text: string) => void navigate({ search: { q: text || undefined }, replace: true }),
    [navigate],
  );
  const filter = { variables: { name: { like: q.trim() } } };
  const count = useQuery({ ...query('variables.count', filter), placeholderData: keepPreviousData });
  const { data, error } = useQuery({
    ...query('variables.list', { ...filter, limit: 200 }),
    placeholderData: keepPreviousData,
    refetchInterval: 15_000,
  });
  const variables = data?.results ?? [];
  const columns: readonly Column<Variable>[] = [
    {
      id: 'name',
      head: 'Name',
      width: '25%',
      cell: ({ name }) => <code className="font-mono text-sm font-medium">{name}</code>,
    },
    {
      id: 'value',
      head: 'Value',
      cell: ({ value }) => <code className="block truncate font-mono text-xs">{JSON.stringify(value)}</code>,
    },
    {
      id: 'tags',
      head: 'Tags',
      width: '15%',
      from: 'tablet',
      cell: ({ tags }) => (
        <span className="flex gap-1">
          {tags.map((tag) => (
            <Tag key={tag}>{tag}</Tag>
          ))}
        </span>
      ),
    },
    {
      id: 'changed',
      head: 'Changed',
      width: '13rem',
      from: 'desk',
      cell: ({ updated }) => <Moment at={updated} />,
    },
    {
      id: 'actions',
      head: <span className="sr-only">Actions</span>,
      width: '6rem',
      cell: (variable) => (
        <span className="flex">
          <IconButton label={`Change ${variable.name}`} onClick={() => setShown({ variable })}>
            <Pencil aria-hidden className="size-4" />
          </IconButton>
          <DeleteButton variable={variable} />
        </span>
      ),
    },
  ];
  return (
    <Page
      title="Variables"
      about={count.data === undefined ? undefined : counted(count.data, 'variable')}
      actions={
        <Button look="primary" onClick={() => setShown({ variable: null })}>
          <Plus aria-hidden className="size-4" />
          New variable
        </Button>
      }
    >
      <SearchField label="Search by name" value={q} onChange={find} />
      <ErrorNote error={error} />
      <Panel flush>
        {data === undefined && error === null && <Waiting />}
        {data !== undefined && variables.length === 0 && (
          <Empty title={q === '' ? 'There are no variables yet' : 'No variable is like that'}>
            A variable is a small value by a name, which flows read when they run, so that it changes without
            a deploy.
          </Empty>
        )}
        {variables.length > 0 && (
          <VirtualTable
            label="Variables"
            columns={columns}
            count={variables.length}
            rowAt={(index) => variables[index]}
            keyOf={({ id }) => id}
          />
        )}
      </Panel>
      {data !== undefined && data.nextCursor !== null && (
        <p className="text-sm text-soft">These are the first 200; the search finds the others.</p>
      )}
      <Suspense>
        {shown !== null && <VariableDialog existing={shown.variable} onClose={() => setShown(null)} />}
      </Suspense>
    </Page>
  );
}
