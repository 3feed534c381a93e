import { useTranslation } from 'react-i18next';
import type { RetStatus } from '../../api/model';
import { StateMark, type Tone } from '../../ui/state-mark';

const TONES: Readonly<Record<RetStatus, Tone>> = {
  pending: 'busy',
  succeeded: 'ok',
  failed: 'bad',
  refused: 'warn',
  unknown: 'warn',
};

export function StatusMark({ status }: { status: RetStatus }) {
  const { t } = useTranslation();
  return <StateMark tone={TONES[status] ?? 'warn'}>{t(`operations.status.${status}`)}</StateMark>;
}
