import { SegmentedControl } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CpuShares, Resources } from '../../api/model';
import { MiniChart, type Series } from '../../charts/mini-chart';
import { chartData, type Point } from '../../live/history';
import { useLive } from '../../live/use-live';
import { type ByteUnit, formatNumber, inUnit } from '../../ui/format';

const TASKS = ['total', 'running', 'sleeping', 'stopped', 'zombie'] as const;
const CPU = ['us', 'sy', 'ni', 'id', 'wa', 'hi', 'si', 'st'] as const satisfies readonly (keyof CpuShares)[];
const UNITS: readonly ByteUnit[] = ['KiB', 'MiB', 'GiB'];
const STORED_UNIT = 'procdeck-unit';

/// The four lines that head `top`, in its order and its arithmetic, with the last minutes beside each.
export function TopLines({ resources, seconds }: { resources: Resources; seconds: number }) {
  const { t, i18n } = useTranslation();
  const [unit, setUnit] = useUnit();
  const history = useLive('history');
  const chart = (
    label: string,
    series: readonly Series[],
    max: number | undefined,
    ...of: ((point: Point) => number | null)[]
  ) => (
    <MiniChart
      label={t('resources.chart', { name: label, minutes: seconds / 60 })}
      series={series}
      max={max}
      seconds={seconds}
      data={chartData(history, of)}
    />
  );
  const { tasks, cpu, memory, swap } = resources;
  const bytes = (value: number | undefined) => (value === undefined ? '—' : inUnit(value, unit, i18n.language));
  return (
    <section className="panel top-lines" aria-label={t('resources.top')}>
      <Line
        name={t('resources.tasks.name')}
        chart={chart(t('resources.tasks.running'), [{ label: '', colour: '--chart-4' }], undefined, (p) => p.running)}
      >
        {TASKS.map((name) => (
          <Figure
            key={name}
            value={formatNumber(tasks[name], i18n.language)}
            word={t(`resources.tasks.${name}`)}
            alarming={name === 'zombie' && tasks.zombie > 0}
          />
        ))}
      </Line>
      <Line
        name={t('resources.cpu.name')}
        chart={chart(
          t('resources.cpu.name'),
          [
            { label: 'us+sy', colour: '--chart-1', filled: true },
            { label: 'wa', colour: '--chart-2' },
          ],
          100,
          (p) => p.busy,
          (p) => p.wait,
        )}
      >
        {CPU.map((name) => (
          <Figure
            key={name}
            value={cpu ? formatNumber(cpu[name], i18n.language, 1) : '—'}
            word={name}
            hint={t(`resources.cpu.${name}`)}
          />
        ))}
      </Line>
      <Line
        name={t('resources.memory.name', { unit })}
        chart={chart(
          t('resources.memory.used'),
          [{ label: '', colour: '--chart-3', filled: true }],
          memory?.totalBytes,
          (p) => p.memory,
        )}
      >
        <Figure value={bytes(memory?.totalBytes)} word={t('resources.memory.total')} />
        <Figure value={bytes(memory?.freeBytes)} word={t('resources.memory.free')} />
        <Figure value={bytes(memory?.usedBytes)} word={t('resources.memory.used')} />
        <Figure value={bytes(memory?.buffCacheBytes)} word={t('resources.memory.buff_cache')} />
      </Line>
      <Line
        name={t('resources.swap.name', { unit })}
        chart={chart(
          t('resources.swap.used'),
          [{ label: '', colour: '--chart-2', filled: true }],
          Math.max(swap?.totalBytes ?? 0, 1),
          (p) => p.swap,
        )}
      >
        <Figure value={bytes(swap?.totalBytes)} word={t('resources.memory.total')} />
        <Figure value={bytes(swap?.freeBytes)} word={t('resources.memory.free')} />
        <Figure value={bytes(swap?.usedBytes)} word={t('resources.memory.used')} />
        <Figure
          value={bytes(memory?.availableBytes)}
          word={t('resources.memory.available')}
          hint={t('resources.memory.available_hint')}
        />
      </Line>
      <div className="top-unit">
        <SegmentedControl
          size="xs"
          value={unit}
          onChange={(value) => setUnit(value as ByteUnit)}
          data={UNITS.map((each) => ({ value: each, label: each }))}
          aria-label={t('resources.unit')}
        />
      </div>
    </section>
  );
}

function Line({ name, chart, children }: { name: string; chart: ReactNode; children: ReactNode }) {
  return (
    <div className="top-line">
      <h2>{name}</h2>
      <div className="figures">{children}</div>
      <div className="top-chart">{chart}</div>
    </div>
  );
}

function Figure({ value, word, hint, alarming }: { value: string; word: string; hint?: string; alarming?: boolean }) {
  return (
    <span className={alarming ? 'figure alarming' : 'figure'} title={hint}>
      <b>{value}</b> <span>{word}</span>
      {hint && <span className="visually-hidden"> ({hint})</span>}
    </span>
  );
}

function useUnit(): [ByteUnit, (unit: ByteUnit) => void] {
  const [unit, setUnit] = useState<ByteUnit>(() => {
    const stored = localStorage.getItem(STORED_UNIT);
    return UNITS.find((each) => each === stored) ?? 'KiB';
  });
  return [
    unit,
    (next) => {
      localStorage.setItem(STORED_UNIT, next);
      setUnit(next);
    },
  ];
}
