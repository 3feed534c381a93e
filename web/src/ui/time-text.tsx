import { useTranslation } from 'react-i18next';
import { formatDateTime, formatRelative } from './format';
import { nowFor, useNow } from './use-now';

/// A time as a person asks for it (how long ago) and as a log needs it (exactly), together.
export function TimeText({ value, only }: { value: string | null | undefined; only?: 'relative' | 'absolute' }) {
  const { i18n } = useTranslation();
  const ticked = useNow();
  if (!value) return <span className="quiet">—</span>;
  const time = new Date(value);
  if (Number.isNaN(time.getTime())) return <span className="quiet">—</span>;
  const now = nowFor(time.getTime(), ticked, Date.now());
  const absolute = formatDateTime(time, i18n.language);
  const relative = formatRelative(time, now, i18n.language);
  if (only === 'relative')
    return (
      <time dateTime={value} title={absolute}>
        {relative}
      </time>
    );
  if (only === 'absolute')
    return (
      <time dateTime={value} title={relative}>
        {absolute}
      </time>
    );
  return (
    <time dateTime={value}>
      {absolute} <span className="quiet">({relative})</span>
    </time>
  );
}
