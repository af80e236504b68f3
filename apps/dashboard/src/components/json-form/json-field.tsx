import { Plus, X } from 'lucide-react';
import { Button, IconButton } from '../button.tsx';
import { Field, Input, Select, TextArea } from '../field.tsx';
import { type Draft, type DraftIssue, itemsOf, memberOf } from './draft.ts';
import type { FieldSchema } from './schema.ts';

type JsonFieldProps = {
  name: string;
  schema: FieldSchema;
  draft: Draft;
  path: string;
  isRequired: boolean;
  issues: readonly DraftIssue[];
  onChange: (draft: Draft) => void;
};

const textOf = (draft: Draft): string => (typeof draft === 'string' ? draft : '');

const notSet = { value: '', label: 'not set' };
const inputTypes: Partial<Record<FieldSchema['kind'], string>> = {
  date: 'date',
  moment: 'datetime-local',
};
const textTypes: Readonly<Record<string, string>> = { email: 'email', uri: 'url', password: 'password' };

const Control = ({
  schema,
  draft,
  onChange,
  control,
}: Pick<JsonFieldProps, 'schema' | 'draft' | 'onChange'> & { control: { id: string } }) => {
  switch (schema.kind) {
    case 'choice':
      return (
        <Select
          {...control}
          value={textOf(draft)}
          choices={[
            notSet,
            ...schema.choices.map((choice) => ({
              value: JSON.stringify(choice),
              label: typeof choice === 'string' ? choice : JSON.stringify(choice),
            })),
          ]}
          onChange={({ target }) => onChange(target.value || undefined)}
        />
      );
    case 'flag':
      return (
        <Select
          {...control}
          value={draft === undefined ? '' : String(draft)}
          choices={[notSet, { value: 'true', label: 'yes' }, { value: 'false', label: 'no' }]}
          onChange={({ target }) => onChange(target.value === '' ? undefined : target.value === 'true')}
        />
      );
    case 'json':
      return (
        <TextArea
          {...control}
          rows={3}
          spellCheck={false}
          placeholder="JSON, or nothing"
          value={textOf(draft)}
          onChange={({ target }) => onChange(target.value || undefined)}
        />
      );
    default:
      return (
        <Input
          {...control}
          type={inputTypes[schema.kind] ?? textTypes[schema.format ?? ''] ?? 'text'}
          inputMode={schema.kind === 'number' ? 'decimal' : undefined}
          value={textOf(draft)}
          onChange={({ target }) => onChange(target.value || undefined)}
        />
      );
  }
};

const Members = ({ name, schema, draft, path, isRequired, issues, onChange }: JsonFieldProps) => (
  <fieldset className="flex min-w-0 flex-col gap-3 rounded-md border border-line p-3">
    <legend className="px-1 text-sm font-medium">{labelOf(name, schema, isRequired)}</legend>
    {schema.about !== null && <p className="text-xs text-soft">{schema.about}</p>}
    {[...schema.members].map(([member, inner]) => (
      <JsonField
        key={member}
        name={member}
        schema={inner}
        draft={memberOf(draft, member)}
        path={`${path}.${member}`}
        isRequired={schema.required.has(member)}
        issues={issues}
        onChange={(next) => onChange({ ...(typeof draft === 'object' ? draft : {}), [member]: next })}
      />
    ))}
  </fieldset>
);

const List = ({ name, schema, draft, path, isRequired, issues, onChange }: JsonFieldProps) => {
  const { item } = schema;
  const items = itemsOf(draft);
  if (item === null) return null;
  return (
    <fieldset className="flex min-w-0 flex-col gap-2 rounded-md border border-line p-3">
      <legend className="px-1 text-sm font-medium">{labelOf(name, schema, isRequired)}</legend>
      {schema.about !== null && <p className="text-xs text-soft">{schema.about}</p>}
      {items.map((one, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an item has no name but its place.
        <div key={index} className="flex items-end gap-1">
          <div className="min-w-0 flex-1">
            <JsonField
              name={`${index + 1}`}
              schema={item}
              draft={one}
              path={`${path}.${index}`}
              isRequired={false}
              issues={issues}
              onChange={(next) => onChange(items.map((old, at) => (at === index ? next : old)))}
            />
          </div>
          <IconButton
            label={`Remove ${index + 1}`}
            onClick={() => onChange(items.length === 1 ? undefined : items.filter((_, at) => at !== index))}
          >
            <X aria-hidden className="size-4" />
          </IconButton>
        </div>
      ))}
      <Button className="self-start" onClick={() => onChange([...items, undefined])}>
        <Plus aria-hidden className="size-4" />
        Add
      </Button>
    </fieldset>
  );
};

const labelOf = (name: string, { title }: FieldSchema, isRequired: boolean) => (
  <>
    {title ?? name}
    {title !== null && title.toLowerCase() !== name.toLowerCase() && (
      <code className="ml-1.5 font-mono text-xs font-normal text-soft">{name}</code>
    )}
    {isRequired && <span className="ml-1 text-xs font-normal text-soft">needed</span>}
  </>
);

/** One parameter, as its schema asks for it. */
export const JsonField = (props: JsonFieldProps) => {
  const { name, schema, draft, path, isRequired, issues, onChange } = props;
  if (schema.kind === 'members') return <Members {...props} />;
  if (schema.kind === 'list') return <List {...props} />;
  return (
    <Field
      label={labelOf(name, schema, isRequired)}
      about={schema.about}
      error={issues.find((issue) => issue.path === path)?.message}
    >
      {(control) => <Control schema={schema} draft={draft} onChange={onChange} control={control} />}
    </Field>
  );
};
