// What the measuring scripts read from a trace of Chromium.

/// The threads of the page: "process.thread" of each renderer's main thread.
function mainThreads(traceEvents) {
  const found = new Set();
  for (const { name, pid, tid, args } of traceEvents) {
    if (name === 'thread_name' && args.name === 'CrRendererMain') found.add(`${pid}.${tid}`);
  }
  return found;
}

/// The tasks of the main thread, with `dur` by the clock and `tdur` of processor time, both in microseconds.
export function mainThreadTasks(traceEvents) {
  const threads = mainThreads(traceEvents);
  return traceEvents.filter(({ name, pid, tid }) => name?.endsWith('RunTask') && threads.has(`${pid}.${tid}`));
}

const KEPT_MICROS = 4_000;

/// The part of a trace that is worth keeping: what took the main thread some milliseconds, and the names of the threads.
export function smallTrace(traceEvents, step) {
  const threads = mainThreads(traceEvents);
  const kept = traceEvents.filter(
    ({ ph, dur = 0, pid, tid }) => threads.has(`${pid}.${tid}`) && (ph === 'M' || (ph === 'X' && dur >= KEPT_MICROS)),
  );
  const first = Math.min(...kept.filter(({ ph }) => ph === 'X').map(({ ts }) => ts));
  const [{ pid, tid }] = kept;
  return [{ name: step, cat: 'step', ph: 'R', ts: first, pid, tid, s: 't' }, ...kept.map(light)];
}

function light({ name, cat, ph, ts, dur, tdur, pid, tid, args }) {
  const about = args?.data?.functionName ?? args?.data?.type ?? args?.data?.url?.replace(/^.*\//, '');
  return { name, cat, ph, ts, dur, tdur, pid, tid, args: ph === 'M' ? args : about && { about } };
}
