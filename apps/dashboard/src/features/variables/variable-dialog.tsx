import { type JsonValue, jsonValue, type Variable } from '@carillon/core';
import { type FormEvent, useState } from 'react';
import { useChange } from '../../client/use-change.ts';
import { Button } from '../../components/button.tsx';
import { Dialog, DialogFoot } from '../../components/dialog.tsx';
import { ErrorNote } from '../../components/feedback.tsx';
import { Field, Input, TextArea } from '../../components/field.tsx';

const readValue = (text: string): { value: JsonValue | undefined; fault: string | null } => {
  try {
    return { value: jsonValue.parse(JSON.parse(text)), fault: null };
  } catch {
    return { value: undefined, fault: 'must be JSON; text stands in quotes: "like this"' };
  }
};

const tagsOf = (text: string): string[] =>
  text
    .split(',')
    .map((tag) => tag.trim())
    .filter((tag) => tag !== '');

export default function VariableDialog({
  existing,
  onClose,
}: {
  existing: Variable | null;
  onClose: () => void;
}) {
  const [name, setName] = useState(existing?.name ?? '');
  const [text, setText] = useState(existing === null ? '' : JSON.stringify(existing.value, null, 2));
  const [tags, setTags] = useState(existing?.tags.join(', ') ?? '');
  const { value, fault } = readValue(text);
  const isNameWrong = name !== '' && !/^[a-z0-9_-]+$/.test(name);
  const options = {
    touches: ['variables'],
    quiet: true,
    said: () => `${name} is saved.`,
    onDone: onClose,
  };
  const create = useChange('variables.create', options);
  const update = useChange('variables.update', options);
  const save = (event: FormEvent): void => {
    event.preventDefault();
    if (value === undefined || name === '' || isNameWrong) return;
    const members = { name, value, tags: tagsOf(tags) };
    if (existing === null) create.mutate(members);
    else update.mutate({ id: existing.id, ...members });
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={existing === null ? 'New variable' : `Change ${existing.name}`}
      about="A value that flows read by its name."
    >
      <form onSubmit={save} className="flex flex-col gap-3">
        <Field
          label="Name"
          error={isNameWrong ? 'must be lower-case letters, digits, dashes and underscores' : null}
        >
          {(control) => <Input {...control} value={name} onChange={({ target }) => setName(target.value)} />}
        </Field>
        <Field label="Value (JSON)" error={text === '' ? null : fault}>
          {(control) => (
            <TextArea
              {...control}
              rows={5}
              spellCheck={false}
              placeholder='"text", 42, true, {"a": 1}'
              value={text}
              onChange={({ target }) => setText(target.value)}
            />
          )}
        </Field>
        <Field label="Tags" about="Separated by commas">
          {(control) => <Input {...control} value={tags} onChange={({ target }) => setTags(target.value)} />}
        </Field>
        <ErrorNote error={create.error ?? update.error} />
        <DialogFoot>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            look="primary"
            disabled={
              value === undefined || name === '' || isNameWrong || create.isPending || update.isPending
            }
          >
            Save
          </Button>
        </DialogFoot>
      </form>
    </Dialog>
  );
}
