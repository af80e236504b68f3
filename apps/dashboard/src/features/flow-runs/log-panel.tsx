import type { FlowRun, Log } from '@carillon/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { Download } from 'lucide-react';
import { useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import { call } from '../../client/query.ts';
import { IconButton } from '../../components/button.tsx';
import { classes } from '../../components/classes.ts';
import { Empty, ErrorNote } from '../../components/feedback.tsx';
import { Input, Select } from '../../components/field.tsx';
import { Panel } from '../../components/panel.tsx';
import { sayError } from '../../components/toast.tsx';
import { counted, number } from '../../format/counted.ts';
import { clockTime, instantInWords } from '../../format/time.ts';
import { linesMax, useLogs } from './use-logs.ts';

const levels = [
  { value: '0', label: 'All levels' },
  { value: '20', label: 'Info and above' },
  { value: '30', label: 'Warnings and above' },
  { value: '40', label: 'Errors' },
];

const levelOf = (level: number): { name: string; look: string } => {
  if (level >= 40) return { name: 'ERROR', look: 'text-failed' };
  if (level >= 30) return { name: 'WARN', look: 'text-late' };
  if (level >= 20) return { name: 'INFO', look: 'text-running' };
  return { name: 'DEBUG', look: 'text-soft' };
};

const Line = ({ line }: { line: Log }) => {
  const { name, look } = levelOf(line.level);
  return (
    <div className="flex gap-2 px-4 py-0.5 font-mono text-xs hover:bg-raised/60">
      <time
        dateTime={line.timestamp.toISOString()}
        title={instantInWords(line.timestamp, { seconds: true })}
        className="shrink-0 text-soft"
      >
        {clockTime(line.timestamp)}
      </time>
      <span className={classes('w-11 shrink-0', look)}>{name}</span>
      <span className="min-w-0 flex-1 break-words whitespace-pre-wrap">{line.message}</span>
    </div>
  );
};

const save = async ({ id }: FlowRun): Promise<void> => {
  const { fileName, csv } = await call('logs.download', { flowRunId: id });
  const url = URL.createObjectURL(new Blob([csv], { type: 'text/csv' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  URL.revokeObjectURL(url);
};

const Lines = ({ lines, follows }: { lines: readonly Log[]; follows: boolean }) => {
  const frame = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => frame.current,
    estimateSize: () => 20,
    overscan: 20,
    getItemKey: (index) => lines[index]?.id ?? index,
  });
  useEffect(() => {
    if (follows && lines.length > 0) virtual.scrollToIndex(lines.length - 1, { align: 'end' });
  }, [follows, lines.length, virtual]);
  const items = virtual.getVirtualItems();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard.
    <section ref={frame} tabIndex={0} aria-label="Log lines" className="h-96 overflow-y-auto py-2">
      <div className="relative" style={{ height: virtual.getTotalSize() }}>
        <div
          className="absolute inset-x-0 top-0"
          style={{ transform: `translateY(${items[0]?.start ?? 0}px)` }}
        >
          {items.map(({ key, index }) => {
            const line = lines[index];
            return (
              <div key={key} data-index={index} ref={virtual.measureElement}>
                {line !== undefined && <Line line={line} />}
              </div>
            );
          })}
        </div>
      </div>
    </section>
  );
};

/** The log of a run: it follows, can be searched, and can be taken away. */
export const LogPanel = ({ run }: { run: FlowRun }) => {
  const { lines, isCut, error } = useLogs(run.id);
  const [text, setText] = useState('');
  const [level, setLevel] = useState('0');
  const [follows, setFollows] = useState(true);
  const sought = useDeferredValue(text.toLowerCase());
  const shown = useMemo(
    () =>
      lines.filter(
        (line) =>
          line.level >= Number(level) && (sought === '' || line.message.toLowerCase().includes(sought)),
      ),
    [lines, level, sought],
  );
  return (
    <Panel
      flush
      title={`Log (${counted(lines.length, 'line')})`}
      aside={
        <div className="flex flex-wrap items-center gap-2">
          <span className="w-44">
            <Input
              type="search"
              aria-label="Search the log"
              placeholder="Search the log"
              value={text}
              onChange={({ target }) => setText(target.value)}
            />
          </span>
          <span className="w-44">
            <Select
              aria-label="Level"
              choices={levels}
              value={level}
              onChange={({ target }) => setLevel(target.value)}
            />
          </span>
          <label className="flex items-center gap-1.5 text-sm">
            <input type="checkbox" checked={follows} onChange={({ target }) => setFollows(target.checked)} />
            Follow
          </label>
          <IconButton label="Download the log" onClick={() => void save(run).catch(sayError)}>
            <Download aria-hidden className="size-4" />
          </IconButton>
        </div>
      }
    >
      <ErrorNote error={error} />
      {isCut && (
        <p className="px-4 pt-2 text-xs text-soft">
          The last {number(linesMax)} lines are shown; the download holds all.
        </p>
      )}
      {shown.length === 0 ? (
        <Empty title={lines.length === 0 ? 'No lines so far' : 'No line is like that'}>
          {lines.length === 0 && 'What a flow writes with log is here as it writes it.'}
        </Empty>
      ) : (
        <Lines lines={shown} follows={follows} />
      )}
    </Panel>
  );
};
