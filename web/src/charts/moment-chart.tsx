import { useComputedColorScheme } from '@mantine/core';
import { type KeyboardEvent, useEffect, useRef } from 'react';
import UPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { ChartData } from '../live/history';
import type { Series } from './mini-chart';
import './moment-chart.css';

interface Props {
  label: string;
  data: ChartData;
  series: readonly Series[];
  max?: number;
  seconds: number;
  /// Seconds since the epoch.
  selected: number | undefined;
  /// What is read aloud for the moment.
  describe: (time: number) => string;
  showValue: (value: number) => string;
  showTime: (time: number) => string;
  onPoint: (time: number | undefined) => void;
  onSelect: (time: number) => void;
}

const HEIGHT = 170;
const MINUTE = 60;

/// A chart on which a moment can be chosen: by pointing and clicking, or with the arrow keys.
export function MomentChart(props: Props) {
  const { label, data, series, max, seconds, selected } = props;
  const host = useRef<HTMLDivElement>(null);
  const marker = useRef<HTMLDivElement>(null);
  const plot = useRef<UPlot>(undefined);
  const latest = useRef(props);
  latest.current = props;
  const scheme = useComputedColorScheme('light');
  const looks = series.map((each) => `${each.label}${each.colour}${each.filled ? '+' : ''}`).join();

  // biome-ignore lint/correctness/useExhaustiveDependencies: data is fed below; the plot is made anew only for looks.
  useEffect(() => {
    const element = host.current;
    if (element === null) return;
    const styles = getComputedStyle(element);
    const colour = (name: string) => styles.getPropertyValue(name).trim();
    const axis = {
      stroke: colour('--muted'),
      font: `11px ${colour('--font-ui') || 'sans-serif'}`,
      grid: { stroke: colour('--line'), width: 1 },
      ticks: { show: false },
    };
    const made = new UPlot(
      {
        width: Math.max(120, element.clientWidth),
        height: HEIGHT,
        padding: [10, 30, 0, 0],
        legend: { show: false },
        cursor: { y: false, drag: { x: false, y: false }, points: { size: 7 } },
        axes: [
          { ...axis, space: 90, values: (_, splits) => splits.map((split) => latest.current.showTime(split)) },
          {
            ...axis,
            size: 64,
            space: 36,
            values: (_, splits) => splits.map((split) => latest.current.showValue(split)),
          },
        ],
        scales: {
          x: { time: false, range: (_, __, last) => [last - seconds, last] },
          y: { range: (_, __, highest) => [0, max ?? Math.max(highest * 1.15, 0.01)] },
        },
        series: [
          {},
          ...series.map((each) => ({
            stroke: colour(each.colour),
            width: 1.4,
            points: { show: false },
            spanGaps: false,
            fill: each.filled ? `color-mix(in srgb, ${colour(each.colour)} 18%, transparent)` : undefined,
          })),
        ],
        hooks: {
          setCursor: [
            (self) => {
              const index = self.cursor.idx;
              const time = index === null || index === undefined ? undefined : self.data[0][index];
              latest.current.onPoint(time);
            },
          ],
          draw: [() => place()],
        },
      },
      latest.current.data,
      element,
    );
    plot.current = made;
    const place = () => {
      const line = marker.current;
      const at = latest.current.selected;
      if (line === null) return;
      const { min = 0, max: end = 0 } = made.scales.x ?? {};
      line.hidden = at === undefined || at < (min ?? 0) || at > (end ?? 0);
      if (!line.hidden) line.style.left = `${made.over.offsetLeft + made.valToPos(at ?? 0, 'x')}px`;
    };
    const choose = () => {
      const index = made.cursor.idx;
      const time = index === null || index === undefined ? undefined : made.data[0][index];
      if (time !== undefined) latest.current.onSelect(time);
    };
    made.over.addEventListener('click', choose);
    place();
    const observer = new ResizeObserver(() =>
      made.setSize({ width: Math.max(120, element.clientWidth), height: HEIGHT }),
    );
    observer.observe(element);
    return () => {
      observer.disconnect();
      made.destroy();
      plot.current = undefined;
    };
  }, [scheme, looks, max, seconds]);

  useEffect(() => plot.current?.setData(data), [data]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: drawn again for the marker.
  useEffect(() => plot.current?.redraw(false), [selected]);

  const times = data[0];
  const first = times[0] ?? 0;
  const last = times.at(-1) ?? 0;
  const now = selected ?? last;
  const onKeyDown = (event: KeyboardEvent) => {
    const index = nearest(times, now);
    const targets: Record<string, number | undefined> = {
      ArrowLeft: selected === undefined ? last : times[index - 1],
      ArrowRight: times[index + 1],
      PageDown: times[nearest(times, now - MINUTE)],
      PageUp: times[nearest(times, now + MINUTE)],
      Home: times[nearest(times, Math.max(first, last - seconds))],
      End: last,
    };
    if (!(event.key in targets)) return;
    event.preventDefault();
    const time = targets[event.key];
    if (time !== undefined && time > 0) props.onSelect(time);
  };
  return (
    <div
      className="moment-chart"
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-valuemin={Math.round(first)}
      aria-valuemax={Math.round(last)}
      aria-valuenow={Math.round(now)}
      aria-valuetext={times.length === 0 ? undefined : props.describe(now)}
      onKeyDown={onKeyDown}
    >
      <div ref={host} className="moment-chart-plot" style={{ height: HEIGHT }} />
      <div ref={marker} className="moment-marker" hidden />
    </div>
  );
}

function nearest(times: readonly number[], time: number): number {
  let low = 0;
  let high = times.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] as number) < time) low = middle + 1;
    else high = middle;
  }
  const before = times[low - 1];
  return before !== undefined && time - before < (times[low] ?? Number.POSITIVE_INFINITY) - time ? low - 1 : low;
}
