import { useSyncExternalStore } from 'react';

let waiting: ((renewed: boolean) => void) | undefined;
const listeners = new Set<() => void>();
function changed() {
  for (const listener of listeners) listener();
}

/// Asks the person to show the password again; true once the server took it.
export function askStepUp(): Promise<boolean> {
  waiting?.(false);
  return new Promise((resolve) => {
    waiting = resolve;
    changed();
  });
}

export function answerStepUp(renewed: boolean) {
  waiting?.(renewed);
  waiting = undefined;
  changed();
}

export function useStepUpWanted(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => waiting !== undefined,
  );
}
