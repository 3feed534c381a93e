const BYTE_UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const;
export type ByteUnit = 'KiB' | 'MiB' | 'GiB';

const numberFormats = new Map<string, Intl.NumberFormat>();
function numberFormat(language: string, digits: number, grouped = true): Intl.NumberFormat {
  const key = `${language}/${digits}/${grouped}`;
  let format = numberFormats.get(key);
  if (format === undefined) {
    format = new Intl.NumberFormat(language, {
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
      useGrouping: grouped,
    });
    numberFormats.set(key, format);
  }
  return format;
}

export function formatNumber(value: number, language: string, digits = 0): string {
  return numberFormat(language, digits).format(value);
}

export function formatBytes(bytes: number, language: string): string {
  let value = bytes;
  let unit = 0;
  while (Math.abs(value) >= 1024 && unit < BYTE_UNITS.length - 1) {
    value /= 1024;
    unit += 1;
  }
  const digits = unit === 0 || Math.abs(value) >= 100 ? 0 : 1;
  return `${numberFormat(language, digits).format(value)} ${BYTE_UNITS[unit]}`;
}

export function formatRate(bytesPerSecond: number, language: string): string {
  return `${formatBytes(bytesPerSecond, language)}/s`;
}

/// Like `top`: whole KiB, one decimal place above.
export function inUnit(bytes: number, unit: ByteUnit, language: string): string {
  const divisor = unit === 'KiB' ? 1024 : unit === 'MiB' ? 1024 ** 2 : 1024 ** 3;
  return numberFormat(language, unit === 'KiB' ? 0 : unit === 'MiB' ? 1 : 2, false).format(bytes / divisor);
}

/// CPU seconds as `top` writes TIME+: minutes, seconds, hundredths; hours once they are many.
export function formatCpuTime(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  if (minutes >= 600) return `${Math.floor(minutes / 60)}h${String(minutes % 60).padStart(2, '0')}`;
  return `${minutes}:${(seconds % 60).toFixed(2).padStart(5, '0')}`;
}

const dateFormats = new Map<string, Intl.DateTimeFormat>();
export function formatDateTime(time: Date, language: string): string {
  let format = dateFormats.get(language);
  if (format === undefined) {
    format = new Intl.DateTimeFormat(language, {
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      hour12: false,
    });
    dateFormats.set(language, format);
  }
  return format.format(time);
}

export function formatTimeOfDay(time: Date, language: string): string {
  return time.toLocaleTimeString(language, { hour12: false });
}

const STEPS: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
];
export function formatRelative(time: Date, now: number, language: string): string {
  const seconds = Math.round((time.getTime() - now) / 1000);
  const format = new Intl.RelativeTimeFormat(language, { numeric: 'auto', style: 'short' });
  for (const [unit, size] of STEPS) {
    if (Math.abs(seconds) >= size || unit === 'second') return format.format(Math.trunc(seconds / size), unit);
  }
  return '';
}

/// A length of time in its two largest units, as `3d 4h`.
export function formatDuration(seconds: number, language: string): string {
  const whole = Math.max(0, Math.floor(seconds));
  const parts: [number, string][] = [
    [Math.floor(whole / 86_400), 'day'],
    [Math.floor(whole / 3_600) % 24, 'hour'],
    [Math.floor(whole / 60) % 60, 'minute'],
    [whole % 60, 'second'],
  ];
  const first = parts.findIndex(([value]) => value > 0);
  const shown = first < 0 ? parts.slice(3) : parts.slice(first, first + 2).filter(([value]) => value > 0);
  return shown
    .map(([value, unit]) =>
      new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'short' }).format(value),
    )
    .join(' ');
}
