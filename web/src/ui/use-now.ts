import { useSyncExternalStore } from 'react';

let now = Date.now();
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

/// One clock for everything relative on the page; stands still while the tab is hidden.
function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    if (document.visibilityState === 'hidden') return;
    now = Date.now();
    for (const each of listeners) each();
  }, 5_000);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}

/// The shared clock ticks every few seconds: what has happened since its last tick is not in the future.
export function nowFor(time: number, ticked: number, real: number): number {
  return Math.max(ticked, Math.min(time, real));
}

export function useNow(): number {
  return useSyncExternalStore(subscribe, () => now);
}
