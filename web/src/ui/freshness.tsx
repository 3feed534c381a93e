import { useTranslation } from 'react-i18next';
import type { Topic } from '../live/live-store';
import { useLive } from '../live/use-live';
import { formatNumber } from './format';

/// How often a view really gets news, and why less often than others.
export function Freshness({ topic, paused = false }: { topic: Topic; paused?: boolean }) {
  const { t, i18n } = useTranslation();
  const period = useLive('periods')[topic];
  const { phase, periodMillis } = useLive('connection');
  if (paused) return <> · {t('ui.paused')}</>;
  if (phase !== 'live' && phase !== 'polling') return null;
  if (topic === 'services' && phase === 'live') return <> · {t('ui.as_they_change')}</>;
  if (period === undefined) return null;
  const seconds = formatNumber(period / 1000, i18n.language, period % 1000 === 0 ? 0 : 2);
  const stretched = phase === 'live' && period >= periodMillis * 2;
  return <> · {t(stretched ? 'ui.every_sparing' : 'ui.every', { seconds })}</>;
}
