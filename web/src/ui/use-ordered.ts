import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { drain, inSlices } from '../live/slices';

const HOLD_MILLIS = 2_500;

/// Makes what is shown of an input. `held` is what was shown before, when its order must stay.
type Work<Input, Options, Result> = (
  input: Input,
  options: Options,
  held: Result | undefined,
) => Generator<void, Result>;

interface Made<Input, Options, Result> {
  of: Input | undefined;
  options: Options | undefined;
  result: Result;
}

interface Asked<Input, Options, Result> {
  input: Input | undefined;
  /// The same object for as long as nothing changed.
  options: Options;
  /// So little that a click is answered in the same frame.
  small: boolean;
  none: Result;
  /// The same function always.
  work: Work<Input, Options, Result>;
}

/// What is shown of live data, kept in its order while somebody points at it. Much of it is ordered in slices; until that is done what was
/// shown before stands.
export function useOrdered<Input, Options extends object, Result>(asked: Asked<Input, Options, Result>) {
  const { input, options, small, none, work } = asked;
  const { held, touch } = useHold();
  const shown = useRef<Made<Input, Options, Result>>({ of: undefined, options: undefined, result: none });
  const previous = useCallback(
    () => (held.current && shown.current.options === options ? shown.current.result : undefined),
    [held, options],
  );
  const atOnce = useMemo(
    () => (small ? { result: input === undefined ? none : drain(work(input, options, previous())) } : undefined),
    [small, input, options, none, work, previous],
  );
  const [later, setLater] = useState(shown.current);
  const newest = useRef(input);
  newest.current = input;
  const busyWith = useRef<Options>(undefined);
  useEffect(() => {
    // One at a time, then the newest: frames may come faster than a long table is ordered.
    if (small || input === undefined || busyWith.current === options) return;
    busyWith.current = options;
    const run = async () => {
      while (busyWith.current === options) {
        const of = newest.current;
        if (of === undefined) break;
        const result = await inSlices(work(of, options, previous()), () => busyWith.current !== options);
        if (result === undefined) return;
        setLater({ of, options, result });
        if (of === newest.current) break;
      }
      if (busyWith.current === options) busyWith.current = undefined;
    };
    run();
  }, [small, input, options, work, previous]);
  useEffect(
    () => () => {
      busyWith.current = undefined;
    },
    [],
  );
  const result = atOnce === undefined ? later.result : atOnce.result;
  useEffect(() => {
    shown.current = { of: input, options: atOnce === undefined ? later.options : options, result };
  });
  return { result, touch, ordering: atOnce === undefined && later.options !== options };
}

/// While somebody points at a table its rows keep their places, so that a click never hits another row than the one aimed at.
function useHold() {
  const held = useRef(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const touch = useCallback(() => {
    held.current = true;
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      held.current = false;
    }, HOLD_MILLIS);
  }, []);
  return { held, touch };
}
