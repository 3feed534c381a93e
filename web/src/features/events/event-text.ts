import type { TFunction } from 'i18next';
import type { EventRow } from '../../api/model';
import { formatDuration, formatNumber, formatTimeOfDay } from '../../ui/format';
import type { Tone } from '../../ui/state-mark';

const TONES: Readonly<Record<string, Tone>> = {
  running: 'busy',
  succeeded: 'ok',
  failed: 'bad',
  killed: 'bad',
  unseen: 'idle',
};

export function toneOf(row: EventRow): Tone {
  return TONES[row.outcome] ?? 'idle';
}

/// An end that people look for: it failed, or a signal ended it.
export function isFailure(row: EventRow): boolean {
  return row.outcome === 'failed' || row.outcome === 'killed';
}

/// `exit 1`, `SIGKILL`, `SIGSEGV, core dumped`, `running`.
export function endText(row: EventRow, t: TFunction): string {
  if (row.signal) return t(row.coreDumped ? 'events.end.signal_core' : 'events.end.signal', { signal: row.signal });
  if (row.exitCode !== null && row.exitCode !== undefined) return t('events.end.exit', { code: row.exitCode });
  return t(`events.outcome.${row.outcome}`);
}

/// Short lives need milliseconds, long ones do not.
export function lifeText(seconds: number | null | undefined, language: string): string {
  if (seconds === null || seconds === undefined) return '—';
  if (seconds < 0.01) return `${formatNumber(seconds * 1000, language, 1)} ms`;
  if (seconds < 1) return `${formatNumber(seconds * 1000, language)} ms`;
  if (seconds < 60) return `${formatNumber(seconds, language, 2)} s`;
  return formatDuration(seconds, language);
}

/// The time of day to the millisecond: many things happen within one second.
export function momentText(time: string, language: string): string {
  const date = new Date(time);
  return `${formatTimeOfDay(date, language)}.${String(date.getMilliseconds()).padStart(3, '0')}`;
}

/// What the end meant for the unit; undefined where it meant nothing.
export function unitText(row: EventRow, t: TFunction): string | undefined {
  if (!row.unit || !row.unitFailures) return undefined;
  const aftermath = row.aftermath ? t(`events.aftermath.${row.aftermath}`) : t('events.aftermath.open');
  return t('events.unit_failed', {
    unit: row.unit,
    end: endText(row, t),
    aftermath,
    count: row.unitFailures,
  });
}
