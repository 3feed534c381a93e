import { SegmentedControl } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Series } from '../../charts/mini-chart';
import { MomentChart } from '../../charts/moment-chart';
import { chartData, type Point } from '../../live/history';
import { useLive } from '../../live/use-live';
import { formatBytes, formatNumber, formatRate, formatTimeOfDay } from '../../ui/format';
import { Panel } from '../../ui/page-head';
import { Moment } from './moment';
import './history.css';

const route = getRouteApi('/');

const FIGURES = ['cpu', 'memory', 'load', 'disk', 'network'] as const;
type FigureName = (typeof FIGURES)[number];

interface Figure {
  series: readonly (Series & { read: (point: Point) => number | null })[];
  show: (value: number, language: string) => string;
  max?: number;
}

const percent = (value: number, language: string) =>
  `${formatNumber(value, language, value > 0 && value < 10 ? 1 : 0)} %`;
const SHOWN: Record<FigureName, Figure> = {
  cpu: {
    series: [
      { label: 'busy', colour: '--chart-1', filled: true, read: (point) => point.busy },
      { label: 'wait', colour: '--chart-2', read: (point) => point.wait },
    ],
    show: percent,
    max: 100,
  },
  memory: {
    series: [
      { label: 'used', colour: '--chart-3', filled: true, read: (point) => point.memory },
      { label: 'swap', colour: '--chart-2', read: (point) => point.swap },
    ],
    show: formatBytes,
  },
  load: {
    series: [
      { label: 'load', colour: '--chart-1', filled: true, read: (point) => point.load },
      { label: 'running', colour: '--chart-4', read: (point) => point.running },
    ],
    show: (value, language) => formatNumber(value, language, value < 10 ? 2 : 0),
  },
  disk: {
    series: [
      { label: 'read', colour: '--chart-1', filled: true, read: (point) => point.diskRead },
      { label: 'write', colour: '--chart-2', read: (point) => point.diskWrite },
    ],
    show: formatRate,
  },
  network: {
    series: [
      { label: 'receive', colour: '--chart-1', filled: true, read: (point) => point.receive },
      { label: 'transmit', colour: '--chart-2', read: (point) => point.transmit },
    ],
    show: formatRate,
  },
};

interface Props {
  spans: readonly number[];
  seconds: number;
  onSpan: (seconds: number) => void;
}

/// What happened before, also before the page was opened; a moment on the chart answers which processes it was.
export default function HistoryPanel({ spans, seconds, onSpan }: Props) {
  const { t, i18n } = useTranslation();
  const { at } = route.useSearch();
  const navigate = route.useNavigate();
  const history = useLive('history');
  const memoryTotal = useLive('resources')?.memory?.totalBytes;
  const [name, setName] = useState<FigureName>('cpu');
  const [pointed, setPointed] = useState<number>();
  const figure = SHOWN[name];
  const data = useMemo(
    () =>
      chartData(
        history,
        figure.series.map(({ read }) => read),
        (history.at(-1)?.time ?? 0) - seconds,
      ),
    [history, figure, seconds],
  );
  const parsed = at === undefined ? Number.NaN : Date.parse(at) / 1000;
  const selected = Number.isFinite(parsed) ? parsed : undefined;
  const select = useCallback(
    (time: number | undefined) =>
      navigate({
        search: { at: time === undefined ? undefined : new Date(time * 1000).toISOString() },
        replace: true,
        resetScroll: false,
      }),
    [navigate],
  );
  const showTime = useCallback(
    (time: number) => formatTimeOfDay(new Date(time * 1000), i18n.language),
    [i18n.language],
  );
  const describe = (time: number) => {
    const point = history.findLast((each) => each.time <= time + 0.001);
    const values = figure.series.map(({ label, read }) => {
      const value = point === undefined ? null : read(point);
      return `${t(`history.series.${label}`)} ${value === null ? '—' : figure.show(value, i18n.language)}`;
    });
    return `${showTime(time)} · ${values.join(' · ')}`;
  };
  const shown = pointed ?? selected;
  return (
    <Panel
      title={t('history.title')}
      className="history"
      note={
        <div className="history-tools">
          <SegmentedControl
            size="xs"
            value={name}
            onChange={(value) => setName(value as FigureName)}
            aria-label={t('history.figure')}
            data={FIGURES.map((value) => ({ value, label: t(`history.figures.${value}`) }))}
          />
          <SegmentedControl
            size="xs"
            value={String(seconds)}
            onChange={(value) => onSpan(Number(value))}
            aria-label={t('history.span')}
            data={spans.map((span) => ({ value: String(span), label: t('history.minutes', { count: span / 60 }) }))}
          />
        </div>
      }
    >
      <p className="history-readout">{shown === undefined ? t('history.how') : describe(shown)}</p>
      <MomentChart
        label={t('history.label', { figure: t(`history.figures.${name}`), minutes: seconds / 60 })}
        data={data}
        series={figure.series}
        max={name === 'memory' ? memoryTotal : figure.max}
        seconds={seconds}
        selected={selected}
        describe={describe}
        showValue={(value) => figure.show(value, i18n.language)}
        showTime={showTime}
        onPoint={setPointed}
        onSelect={select}
      />
      {selected !== undefined && <Moment time={selected} onClose={() => select(undefined)} />}
    </Panel>
  );
}
