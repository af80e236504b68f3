import type { ReactNode } from 'react';

/** Names and what they are, side by side. What is null is left out. */
export const Facts = ({ facts }: { facts: readonly (readonly [name: string, value: ReactNode])[] }) => (
  <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1.5 text-sm">
    {facts.map(([name, value]) =>
      value === null || value === undefined || value === '' ? null : (
        <div key={name} className="contents">
          <dt className="text-soft">{name}</dt>
          <dd className="min-w-0 break-words">{value}</dd>
        </div>
      ),
    )}
  </dl>
);

/** A value of JSON as it is. */
export const Json = ({ value }: { value: unknown }) => (
  // Whoever goes by keyboard scrolls it, too.
  // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard.
  <pre tabIndex={0} className="max-h-80 overflow-auto rounded bg-raised p-3 font-mono text-xs">
    {JSON.stringify(value, null, 2)}
  </pre>
);
