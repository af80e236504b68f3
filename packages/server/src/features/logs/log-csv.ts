import type { Db } from '../../database/db.ts';
import { type LogRow, readLinesAfter } from './statements/read-lines-after.ts';

const pageMax = 1000;
const header = 'timestamp,level,flow_run_id,task_run_id,message';

/** The log of a run as CSV (RFC 4180), in pieces of many lines. */
export async function* logCsv(db: Db, flowRunId: string): AsyncGenerator<string, void> {
  yield lines([header]);
  let after: LogRow | null = null;
  do {
    const rows: LogRow[] = await readLinesAfter(db, { flowRunId, after, limit: pageMax });
    if (rows.length > 0) yield lines(rows.map(csvLine));
    after = rows.length === pageMax ? (rows.at(-1) ?? null) : null;
  } while (after !== null);
}

const lines = (texts: readonly string[]): string => texts.map((text) => `${text}\r\n`).join('');

const csvLine = ({ timestamp, level, flow_run_id, task_run_id, message }: LogRow): string =>
  [instantText(timestamp), `${level}`, flow_run_id ?? '', task_run_id ?? '', message].map(field).join(',');

/** `2031-01-01 00:00:00+00:00`, with six digits of a second's fraction where there is one, as Python writes it. */
const instantText = (instant: Date): string => {
  const [date = '', time = ''] = instant.toISOString().slice(0, -1).split('T');
  const [seconds = '', fraction = ''] = time.split('.');
  return `${date} ${seconds}${fraction === '000' ? '' : `.${fraction}000`}+00:00`;
};

const field = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
