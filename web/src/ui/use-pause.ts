import { useState } from 'react';

/// Live data that can be held still. Asked for before there is any, it holds the first that comes.
export function usePause<Data>(live: Data | undefined) {
  const [paused, setPaused] = useState(false);
  const [held, setHeld] = useState<Data>();
  if (paused && held === undefined && live !== undefined) setHeld(live);
  const toggle = () => {
    setPaused(!paused);
    setHeld(undefined);
  };
  return { shown: (paused ? held : undefined) ?? live, paused, toggle };
}
