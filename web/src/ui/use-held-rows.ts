import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { holdOrder } from './sort-rows';

const HOLD_MILLIS = 2_500;

/// While somebody points at a table its rows keep their places, so that a click never hits another row than the one aimed at.
export function useHeldRows<Row extends object>(sorted: readonly Row[], keyOf: (row: Row) => string, reset: string) {
  const [held, setHeld] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const shown = useRef<{ rows: readonly Row[]; reset: string }>({ rows: sorted, reset });
  const rows = useMemo(
    () => (held && shown.current.reset === reset ? holdOrder(shown.current.rows, sorted, keyOf) : sorted),
    [held, sorted, keyOf, reset],
  );
  useEffect(() => {
    shown.current = { rows, reset };
  }, [rows, reset]);
  useEffect(() => () => clearTimeout(timer.current), []);
  const touch = useCallback(() => {
    setHeld(true);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setHeld(false), HOLD_MILLIS);
  }, []);
  return { rows, touch };
}
