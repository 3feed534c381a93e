import { useEffect, useState } from 'react';
import { client, take } from '../../api/client';
import { HttpError } from '../../api/http-error';
import type { LogLine } from '../../api/model';

const FIRST_LINES = '300';
const MOST_LINES = 2_000;
const EVERY_MILLIS = 1_000;

export interface LogWish {
  name: string;
  q: string;
  /// Lines less urgent than this are left out: 0 to 7.
  priority: string;
  invocationId: string | undefined;
  /// Only of a manager that keeps the two apart.
  stream: 'stdout' | 'stderr' | undefined;
  paused: boolean;
}

interface LogState {
  lines: readonly LogLine[] | undefined;
  unavailable: string | undefined;
  failed: HttpError | undefined;
}
const NOTHING: LogState = { lines: undefined, unavailable: undefined, failed: undefined };

/// The last lines, then whatever is written later, asked for by the place where the last answer ended. Held still, it goes
/// on from there afterwards, so nothing is missed.
export function useServiceLog({ name, q, priority, invocationId, stream, paused }: LogWish): LogState {
  const wish = JSON.stringify([name, q, priority, invocationId, stream]);
  const [state, setState] = useState<{ wish: string; cursor: string | undefined } & LogState>({
    wish,
    cursor: undefined,
    ...NOTHING,
  });
  if (state.wish !== wish) setState({ wish, cursor: undefined, ...NOTHING });
  const begun = state.wish === wish && state.lines !== undefined;
  const { cursor } = state;
  useEffect(() => {
    if (paused && begun) return;
    const abort = new AbortController();
    const ask = async () => {
      try {
        const answer = await take(
          client.GET('/api/v1/services/{name}/log', {
            params: {
              path: { name },
              query: {
                lines: FIRST_LINES,
                q: q || undefined,
                priority: priority === '7' ? undefined : priority,
                invocationId,
                stream,
                cursor,
              },
            },
            signal: abort.signal,
          }),
        );
        setState((before) =>
          before.wish !== wish
            ? before
            : {
                wish,
                cursor: answer.cursor ?? undefined,
                lines: cursor === undefined ? answer.lines : joined(before.lines ?? [], answer.lines),
                unavailable: answer.unavailable ?? undefined,
                failed: undefined,
              },
        );
      } catch (failure) {
        const failed = failure instanceof HttpError ? failure : HttpError.unreachable();
        if (!abort.signal.aborted) setState((before) => ({ ...before, failed }));
      }
    };
    const timer = setInterval(ask, EVERY_MILLIS);
    if (!begun) ask();
    return () => {
      clearInterval(timer);
      abort.abort();
    };
  }, [wish, name, q, priority, invocationId, stream, cursor, paused, begun]);
  return state;
}

/// The answers may overlap by a line; each has its place in the log.
function joined(before: readonly LogLine[], more: readonly LogLine[]): readonly LogLine[] {
  if (more.length === 0) return before;
  const known = new Set(before.map((line) => line.cursor));
  return [...before, ...more.filter((line) => !line.cursor || !known.has(line.cursor))].slice(-MOST_LINES);
}
