import { useMutation, useQueryClient } from '@tanstack/react-query';
import { say, sayError } from '../components/toast.tsx';
import { call, type Input, type Output, type Path, refresh } from './query.ts';

type ChangeOptions<P extends Path> = {
  /** Nouns of the procedures whose answers it changes. */
  touches: readonly string[];
  /** What has happened, for whoever did it. */
  said?: (output: Output<P>, input: Input<P>) => string | null;
  /** Offers to take it back. */
  undo?: (input: Input<P>) => void;
  /** An error is shown where it happened, and not as a passing note. */
  quiet?: boolean;
  onDone?: (output: Output<P>, input: Input<P>) => void;
};

/**
 * A mutation. It is pending until what it changes has been read anew, so that a switch that shows the wanted value meanwhile
 * ends on the true one, whether the server agreed or not.
 */
export const useChange = <P extends Path>(
  path: P,
  { touches, said, undo, quiet = false, onDone }: ChangeOptions<P>,
) => {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (input: Input<P>) => call(path, input),
    onSuccess: (output, input) => {
      const words = said?.(output, input) ?? null;
      if (words !== null) say(words, undo === undefined ? undefined : () => undo(input));
      onDone?.(output, input);
    },
    onError: (error) => {
      if (!quiet) sayError(error);
    },
    onSettled: () => refresh(queries, ...touches),
  });
};
