import { Search } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { Input } from './field.tsx';
import { useDebounced } from './use-debounced.ts';

type SearchFieldProps = { label: string; value: string; onChange: (value: string) => void };

/** Searches while one types, a moment after the last key; `/` leads here. */
export const SearchField = ({ label, value, onChange }: SearchFieldProps) => {
  const [text, setText] = useState(value);
  const settled = useDebounced(text, 200);
  const told = useRef(value);
  useEffect(() => {
    // Another hand, such as the back button, changed it.
    if (value !== told.current) {
      told.current = value;
      setText(value);
    }
  }, [value]);
  useEffect(() => {
    if (settled === told.current) return;
    told.current = settled;
    onChange(settled);
  }, [settled, onChange]);
  return (
    <span className="relative block w-full sm:w-72">
      <Search aria-hidden className="pointer-events-none absolute top-2 left-2.5 size-4 text-soft" />
      <Input
        type="search"
        aria-label={label}
        placeholder={label}
        className="pl-8"
        value={text}
        onChange={({ target }) => setText(target.value)}
      />
    </span>
  );
};
