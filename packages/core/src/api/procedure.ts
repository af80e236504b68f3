import type { z } from 'zod';

export type ProcedureKind = 'query' | 'mutation' | 'subscription';

/**
 * One procedure of the server as both sides see it. The server's routers are built from it and the client decodes answers
 * with it, so an instant is a Date on either side and a type is said once.
 */
export type Procedure<
  Kind extends ProcedureKind = ProcedureKind,
  Input extends z.ZodType = z.ZodType,
  Output extends z.ZodType = z.ZodType,
> = {
  readonly kind: Kind;
  readonly input: Input;
  readonly output: Output;
  /** A client may send it again when it does not know whether the first call arrived. */
  readonly repeatable: boolean;
};

export const query = <I extends z.ZodType, O extends z.ZodType>(
  input: I,
  output: O,
): Procedure<'query', I, O> => ({
  kind: 'query',
  input,
  output,
  repeatable: true,
});

export const mutation = <I extends z.ZodType, O extends z.ZodType>(
  input: I,
  output: O,
  { repeatable = false }: { repeatable?: boolean } = {},
): Procedure<'mutation', I, O> => ({ kind: 'mutation', input, output, repeatable });

/** `output` is one message of the stream. */
export const subscription = <I extends z.ZodType, O extends z.ZodType>(
  input: I,
  output: O,
): Procedure<'subscription', I, O> => ({ kind: 'subscription', input, output, repeatable: true });
