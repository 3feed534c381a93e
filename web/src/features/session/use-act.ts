import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { HttpError } from '../../api/http-error';
import { showProblem, type WayOut } from '../../ui/prompt-store';
import { askStepUp } from './step-up-store';

export interface Act<T> {
  /// What is being done, in the reader's words: the title of the dialog if it goes wrong.
  what: string;
  run: () => Promise<T>;
  /// Offered when the server knows nearer names.
  onChoose?: (name: string) => void;
  /// What else can be done about this refusal.
  wayOut?: (refusal: HttpError) => WayOut | undefined;
  /// Query keys whose answers the act makes old.
  touches?: string[];
}

/// Runs acts one at a time: asks for the password again when the server wants it, and shows every refusal until it is read.
export function useAct() {
  const client = useQueryClient();
  const [pending, setPending] = useState(false);
  const act = useCallback(
    async <T>({ what, run, onChoose, wayOut, touches = [] }: Act<T>): Promise<T | undefined> => {
      setPending(true);
      try {
        return await withStepUp(run);
      } catch (failure) {
        if (!(failure instanceof HttpError)) throw failure;
        if (failure.code !== 'step_up_canceled') showProblem(failure, what, onChoose, wayOut?.(failure));
        return undefined;
      } finally {
        setPending(false);
        for (const key of touches) client.invalidateQueries({ queryKey: [key] });
      }
    },
    [client],
  );
  return { act, pending };
}

export async function withStepUp<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (failure) {
    if (!(failure instanceof HttpError) || failure.code !== 'step_up_required') throw failure;
    if (!(await askStepUp())) throw new HttpError(401, { code: 'step_up_canceled', category: 'denied' });
    return await run();
  }
}
