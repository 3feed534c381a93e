import type { HistorySeries, Resources } from '../api/model';

/// One remembered sample of the host's totals, small enough to keep an hour of them.
export interface Point {
  /// Seconds since the epoch.
  time: number;
  /// What the rates were taken over, up to `time`; null in a first sample, which has none.
  interval: number | null;
  busy: number | null;
  wait: number | null;
  memory: number | null;
  swap: number | null;
  load: number | null;
  running: number | null;
  diskRead: number | null;
  diskWrite: number | null;
  receive: number | null;
  transmit: number | null;
}

export const HOUR_SECONDS = 3600;
const LIMIT = HOUR_SECONDS + 60;

/// A sample is late by this much at most; where more is missing, nothing was recorded.
const LATE_SECONDS = 1.5;

export function pointOf(resources: Resources): Point {
  const { cpu, memory, swap, load, tasks } = resources;
  const wires = (resources.interfaces ?? []).filter((each) => each.name !== 'lo');
  return {
    time: Date.parse(resources.time) / 1000,
    interval: resources.intervalSeconds ?? null,
    busy: cpu ? Math.max(0, 100 - cpu.id - cpu.wa) : null,
    wait: cpu?.wa ?? null,
    memory: memory?.usedBytes ?? null,
    swap: swap?.usedBytes ?? null,
    load: load?.one ?? null,
    running: tasks?.running ?? null,
    diskRead: sum(resources.disks ?? [], 'readBytesPerSecond'),
    diskWrite: sum(resources.disks ?? [], 'writeBytesPerSecond'),
    receive: sum(wires, 'receiveBytesPerSecond'),
    transmit: sum(wires, 'transmitBytesPerSecond'),
  };
}

export function pointsOf(series: HistorySeries): Point[] {
  if (!series.start) return [];
  const start = Date.parse(series.start) / 1000;
  const at = (values: readonly (number | null)[] | undefined, index: number) => values?.[index] ?? null;
  return (series.offsetMillis ?? []).map((offset, index) => {
    const interval = at(series.intervalMillis, index);
    return {
      time: start + offset / 1000,
      interval: interval === null ? null : interval / 1000,
      busy: at(series.cpuBusyPercent, index),
      wait: at(series.cpuWaitPercent, index),
      memory: at(series.memoryUsedBytes, index),
      swap: at(series.swapUsedBytes, index),
      load: at(series.loadOne, index),
      running: at(series.tasksRunning, index),
      diskRead: at(series.diskReadBytesPerSecond, index),
      diskWrite: at(series.diskWriteBytesPerSecond, index),
      receive: at(series.networkReceiveBytesPerSecond, index),
      transmit: at(series.networkTransmitBytesPerSecond, index),
    };
  });
}

/// Both, in order of time; of two samples of one moment the one already there stays.
export function mergePoints(known: readonly Point[], added: readonly Point[]): readonly Point[] {
  const times = new Set(known.map((point) => Math.round(point.time * 1000)));
  const fresh = added.filter((point) => !times.has(Math.round(point.time * 1000)));
  if (fresh.length === 0) return known;
  return [...known, ...fresh].sort((a, b) => a.time - b.time).slice(-LIMIT);
}

export function appendPoint(known: readonly Point[], point: Point): readonly Point[] {
  const last = known.at(-1);
  // A clock that was set back: what lies behind it stays where it is.
  if (last !== undefined && point.time <= last.time) return mergePoints(known, [point]);
  return [...known.slice(-LIMIT + 1), point];
}

export type ChartData = [number[], ...(number | null)[][]];

/// What a chart draws. Where the sample before is farther away than this one's interval reaches, nothing is known and the line breaks.
export function chartData(
  points: readonly Point[],
  read: readonly ((point: Point) => number | null)[],
  from = 0,
): ChartData {
  const times: number[] = [];
  const values: (number | null)[][] = read.map(() => []);
  let previous: number | undefined;
  for (const point of points) {
    if (point.time < from) continue;
    const begin = point.time - (point.interval ?? 0);
    if (previous !== undefined && begin - previous > LATE_SECONDS) {
      times.push((previous + begin) / 2);
      for (const column of values) column.push(null);
    }
    times.push(point.time);
    read.forEach((each, index) => {
      values[index]?.push(each(point));
    });
    previous = point.time;
  }
  return [times, ...values];
}

function sum<Key extends string>(rows: readonly { [key in Key]?: number | null }[], key: Key): number | null {
  let total: number | null = null;
  for (const row of rows) {
    const value = row[key];
    if (value !== null && value !== undefined) total = (total ?? 0) + value;
  }
  return total;
}
