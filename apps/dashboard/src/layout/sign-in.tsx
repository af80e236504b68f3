import { type FormEvent, useState } from 'react';
import { apiKey } from '../client/api-key.ts';
import { Button } from '../components/button.tsx';
import { Field, Input } from '../components/field.tsx';
import { Brand } from './brand.tsx';

/** Asks for the key that the server was started with. */
export const SignIn = () => {
  const [key, setKey] = useState('');
  const wasWrong = apiKey.read() !== null;
  const keep = (event: FormEvent): void => {
    event.preventDefault();
    apiKey.keep(key);
    window.location.reload();
  };
  return (
    <main className="mx-auto flex min-h-dvh max-w-sm flex-col justify-center gap-6 p-6">
      <h1>
        <Brand />
      </h1>
      <form onSubmit={keep} className="flex flex-col gap-4">
        <Field
          label="API key"
          about="The server was started with CARILLON_API_KEY. It is kept until this tab is closed."
          error={wasWrong ? 'The key that you gave is not this server’s.' : null}
        >
          {(control) => (
            <Input
              {...control}
              type="password"
              autoComplete="current-password"
              value={key}
              onChange={({ target }) => setKey(target.value)}
            />
          )}
        </Field>
        <Button type="submit" look="primary" disabled={key === ''}>
          Go on
        </Button>
      </form>
    </main>
  );
};
