import type { makeProcesses } from './fixture-data.ts';
import { makeResources } from './fixture-host.ts';

const SECONDS = 3600;
/// A stretch in which the made-up agent was not there.
const GAP = { from: 900, to: 1080 };

/// What the made-up host remembers: an hour with a gap and a busy stretch.
export function answer(part: string, processes: ReturnType<typeof makeProcesses>): [number, unknown] {
  if (part === 'processes') return [200, moment(processes)];
  const samples: { age: number; busy: boolean; resources: ReturnType<typeof makeResources> }[] = [];
  for (let age = SECONDS; age > 0; age -= 1) {
    if (age > GAP.from && age < GAP.to) continue;
    const busy = age > 400 && age < 460;
    samples.push({ age, busy, resources: makeResources(SECONDS - age) });
  }
  const time = (age: number) => new Date(Date.now() - age * 1000).toISOString();
  if (part !== 'series') return [200, { items: samples.map((each) => ({ ...each.resources, time: time(each.age) })) }];
  const list = (read: (each: (typeof samples)[number]) => number) => samples.map(read);
  return [
    200,
    {
      start: time(samples[0]?.age ?? 0),
      offsetMillis: list(({ age }) => (SECONDS - age) * 1000),
      intervalMillis: list(() => 1000),
      cpuBusyPercent: list(({ busy, resources }) =>
        busy ? 96 : 100 - (resources.cpu?.id ?? 0) - (resources.cpu?.wa ?? 0),
      ),
      cpuWaitPercent: list(({ resources }) => resources.cpu?.wa ?? 0),
      memoryUsedBytes: list(({ resources }) => resources.memory.usedBytes),
      swapUsedBytes: list(({ resources }) => resources.swap.usedBytes),
      loadOne: list(({ busy, resources }) => resources.load.one + (busy ? 3 : 0)),
      tasksTotal: list(({ resources }) => resources.tasks.total),
      tasksRunning: list(({ resources }) => resources.tasks.running),
      diskReadBytesPerSecond: list(({ age }) => (age % 60 < 4 ? 12e6 : 2e4)),
      diskWriteBytesPerSecond: list(({ age }) => (age % 45 < 3 ? 8e6 : 5e4)),
      networkReceiveBytesPerSecond: list(({ age }) => 2e5 + (age % 20) * 4e4),
      networkTransmitBytesPerSecond: list(({ age }) => 1e5 + (age % 30) * 1e4),
    },
  ];
}

function moment(processes: ReturnType<typeof makeProcesses>) {
  const now = Date.now();
  return {
    time: new Date(now - 420_000).toISOString(),
    intervalSeconds: 1.003,
    total: processes.length,
    cpuPercent: 151.2,
    oldest: new Date(now - SECONDS * 1000).toISOString(),
    newest: new Date(now - 1000).toISOString(),
    items: processes.slice(0, 24).map((row, index) => ({
      ...row,
      cpuPercent: index === 0 ? 96.4 : Math.max(0, 30 - index * 4),
      rssBytes: row.rssBytes || 4e6,
      alive: index % 4 !== 2,
    })),
  };
}
