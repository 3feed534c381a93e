import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReadingOf } from '../api/model';

/// A value the host may refuse: shown, or said plainly that it is not to be had.
export function Reading<T>({ of, children }: { of: ReadingOf<T> | undefined; children: (value: T) => ReactNode }) {
  const { t } = useTranslation();
  if (of?.denied !== undefined) return <span className="quiet">{t('ui.denied')}</span>;
  if (of?.unsupported !== undefined) return <span className="quiet">{t('ui.unsupported')}</span>;
  if (of?.value === undefined || of.value === null) return <span className="quiet">—</span>;
  return <>{children(of.value)}</>;
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
