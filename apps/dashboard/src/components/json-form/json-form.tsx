import type { Draft, DraftIssue } from './draft.ts';
import { memberOf } from './draft.ts';
import { JsonField } from './json-field.tsx';
import type { FieldSchema } from './schema.ts';

type JsonFormProps = {
  schema: FieldSchema;
  draft: Draft;
  issues: readonly DraftIssue[];
  onChange: (draft: Draft) => void;
};

/** The parameters that a schema describes, a field each. */
export const JsonForm = ({ schema, draft, issues, onChange }: JsonFormProps) => {
  if (schema.members.size === 0) return <p className="text-sm text-soft">It takes no parameters.</p>;
  return (
    <div className="flex flex-col gap-3">
      {[...schema.members].map(([name, member]) => (
        <JsonField
          key={name}
          name={name}
          schema={member}
          draft={memberOf(draft, name)}
          path={`.${name}`}
          isRequired={schema.required.has(name)}
          issues={issues}
          onChange={(next) => onChange({ ...(typeof draft === 'object' ? draft : {}), [name]: next })}
        />
      ))}
    </div>
  );
};
