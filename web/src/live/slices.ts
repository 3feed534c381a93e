/// Long work of the main thread in slices short enough that nobody feels them.

const SLICE_MILLIS = 8;

/// Lets whatever waits go first: input, frames, other work.
export function breathe(): Promise<void> {
  const scheduler = (globalThis as { scheduler?: { yield?: () => Promise<void> } }).scheduler;
  if (scheduler?.yield !== undefined) return scheduler.yield();
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}

/// Runs the work to its end at once.
export function drain<Result>(work: Generator<void, Result>): Result {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}

/// Runs the work slice by slice; undefined when it was called off meanwhile.
export async function inSlices<Result>(
  work: Generator<void, Result>,
  calledOff: () => boolean = () => false,
): Promise<Result | undefined> {
  for (;;) {
    const end = performance.now() + SLICE_MILLIS;
    do {
      const step = work.next();
      if (step.done) return step.value;
    } while (performance.now() < end);
    await breathe();
    if (calledOff()) return undefined;
  }
}
