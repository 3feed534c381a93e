import { describe, expect, it } from 'vitest';
import { appendPoint, chartData, mergePoints, type Point, pointsOf } from './history';

const point = (time: number, busy: number | null = 1, interval: number | null = 1): Point => ({
  time,
  interval,
  busy,
  wait: null,
  memory: null,
  swap: null,
  load: null,
  running: null,
  diskRead: null,
  diskWrite: null,
  receive: null,
  transmit: null,
});
const busy = (each: Point) => each.busy;

describe('history', () => {
  it('breaks the line where nothing was recorded and nowhere else', () => {
    const [times, values] = chartData([point(1), point(2), point(60), point(61)], [busy]);
    expect(times).toEqual([1, 2, 30.5, 60, 61]);
    expect(values).toEqual([1, 1, null, 1, 1]);
  });

  it('a sample over a long interval is no gap', () => {
    expect(chartData([point(1), point(9, 3, 8)], [busy])[0]).toEqual([1, 9]);
  });

  it('joins what the page saw and what the host remembers, each moment once', () => {
    const live = [point(10, 5), point(11, 6)];
    const joined = mergePoints(live, [point(8, 1), point(9, 2), point(10, 99)]);
    expect(joined.map(busy)).toEqual([1, 2, 5, 6]);
    expect(mergePoints(joined, [point(9, 7)])).toBe(joined);
  });

  it('stays ordered when the clock is set back', () => {
    const points = appendPoint([point(100), point(101)], point(50));
    expect(points.map((each) => each.time)).toEqual([50, 100, 101]);
  });

  it('holds an hour and no more', () => {
    let points: readonly Point[] = [];
    for (let time = 0; time < 5000; time += 1) points = appendPoint(points, point(time));
    expect(points.length).toBe(3660);
    expect(points.at(-1)?.time).toBe(4999);
  });

  it('reads a series as the API tells it', () => {
    const [first, second] = pointsOf({
      start: '2026-05-01T10:00:00Z',
      offsetMillis: [0, 1004],
      intervalMillis: [1000, 1004],
      cpuBusyPercent: [null, 12.5] as unknown as number[],
    } as never);
    expect(first?.busy).toBeNull();
    expect(second?.busy).toBe(12.5);
    expect(second?.time).toBeCloseTo(Date.parse('2026-05-01T10:00:01.004Z') / 1000);
  });
});
