import { DomainError, type JsonValue } from '@carillon/core';
import type { z } from 'zod';
import { durationSeconds } from '../duration.ts';
import { issuesOf, refusal } from '../refuse.ts';
import type { FlowContext, Pause, PauseOptions } from './context.ts';
import { parameterSchema } from './parameter-schema.ts';
import type { RunReporter } from './run-reporter.ts';

/** `pause` and `suspend` of one attempt of a run. Without a reporter there is nobody who could resume it: RUN_NOT_SERVED. */
export const pausesBy = (reporter: RunReporter | null): Pick<FlowContext, 'pause' | 'suspend'> => {
  let count = 0;
  const pausing = (suspend: boolean): Pause => {
    const wait = async ({
      key,
      timeout = '1h',
      input,
    }: PauseOptions & { input?: z.ZodObject | undefined } = {}): Promise<unknown> => {
      if (reporter === null) throw new DomainError('RUN_NOT_SERVED', {});
      count += 1;
      const call = { key: key ?? `pause-${count}`, suspend, timeoutSeconds: durationSeconds(timeout, wait) };
      if (!/^[a-z0-9-]+$/.test(call.key)) {
        const message = `"${key}" is not a key: small letters, digits and hyphens`;
        throw refusal([{ path: ['key'], message }], wait);
      }
      const schema = input ? parameterSchema(`pause ${call.key}`, input) : null;
      const given = await reporter.pause({ ...call, schema });
      return input && read(input, given, call.key);
    };
    return wait as Pause; // with an input it resolves with what that input reads
  };
  return { pause: pausing(false), suspend: pausing(true) };
};

/** The server has checked what JSON Schema can say; the rest only the flow's own schema knows. */
const read = async (input: z.ZodObject, given: JsonValue, key: string): Promise<unknown> => {
  const result = await input.safeParseAsync(given);
  if (result.success) return result.data;
  throw new DomainError('PARAMETERS_INVALID', { name: `pause ${key}`, issues: issuesOf(result.error) });
};
