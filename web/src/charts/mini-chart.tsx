import { useComputedColorScheme } from '@mantine/core';
import { useEffect, useRef } from 'react';
import UPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import './mini-chart.css';

export interface Series {
  label: string;
  /// A colour token, such as `--chart-1`.
  colour: string;
  filled?: boolean;
}

interface Props {
  label: string;
  /// Seconds since the epoch, then one row of values per series; null where nothing is known.
  data: [number[], ...(number | null)[][]];
  series: readonly Series[];
  /// Fixed top of the scale; without it the highest value counts.
  max?: number;
  seconds: number;
  height?: number;
}

/// A small chart of the last minutes. The window slides by itself; nothing is animated.
export function MiniChart({ label, data, series, max, seconds, height = 46 }: Props) {
  const host = useRef<HTMLDivElement>(null);
  const plot = useRef<UPlot>(undefined);
  const scheme = useComputedColorScheme('light');
  const colours = series.map((each) => `${each.colour}${each.filled ? '+' : ''}`).join();

  // biome-ignore lint/correctness/useExhaustiveDependencies: data is fed below; the plot is made anew only for looks.
  useEffect(() => {
    const element = host.current;
    if (element === null) return;
    const styles = getComputedStyle(element);
    const made = new UPlot(
      {
        width: Math.max(60, element.clientWidth),
        height,
        padding: [3, 0, 2, 0],
        cursor: { show: false },
        legend: { show: false },
        axes: [{ show: false }, { show: false }],
        scales: {
          x: { time: false, range: (_, __, last) => [last - seconds, last] },
          y: { range: (_, __, highest) => [0, max ?? Math.max(highest * 1.15, 0.01)] },
        },
        series: [
          {},
          ...series.map((each) => {
            const colour = styles.getPropertyValue(each.colour).trim();
            return {
              stroke: colour,
              width: 1.4,
              points: { show: false },
              spanGaps: false,
              fill: each.filled ? `color-mix(in srgb, ${colour} 22%, transparent)` : undefined,
            };
          }),
        ],
      },
      data,
      element,
    );
    plot.current = made;
    const observer = new ResizeObserver(() => made.setSize({ width: Math.max(60, element.clientWidth), height }));
    observer.observe(element);
    return () => {
      observer.disconnect();
      made.destroy();
      plot.current = undefined;
    };
  }, [scheme, colours, max, seconds, height]);

  useEffect(() => plot.current?.setData(data), [data]);

  return <div ref={host} className="mini-chart" role="img" aria-label={label} style={{ height }} />;
}
