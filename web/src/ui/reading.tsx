import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Reading as ReadingOf } from '../api/model';

/// A value the host may refuse: shown, or said plainly that it is not to be had.
export function Reading<T>({
  of,
  children,
}: {
  of: ReadingOf<T> | T | null | undefined;
  children: (value: T) => ReactNode;
}) {
  const { t } = useTranslation();
  if (of === null || of === undefined) return <span className="quiet">—</span>;
  if (typeof of === 'object' && 'denied' in of)
    return (
      <span className="quiet" title={String(of.denied)}>
        {t('ui.denied')}
      </span>
    );
  if (typeof of === 'object' && 'unsupported' in of)
    return (
      <span className="quiet" title={String(of.unsupported)}>
        {t('ui.unsupported')}
      </span>
    );
  if (typeof of === 'object' && 'value' in of) return <>{children(of.value as T)}</>;
  return <>{children(of as T)}</>;
}

export function Missing({ field, unavailable }: { field: string; unavailable?: Record<string, string> | null }) {
  const { t } = useTranslation();
  const why = unavailable?.[field];
  const label = why === 'denied' ? t('ui.denied') : why === 'unsupported' ? t('ui.unsupported') : t('ui.pending');
  return (
    <span className="quiet" title={label}>
      {why === 'denied' ? t('ui.denied_short') : '—'}
      {why !== 'denied' && <span className="visually-hidden">{label}</span>}
    </span>
  );
}
