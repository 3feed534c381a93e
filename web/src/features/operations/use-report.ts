import { useTranslation } from 'react-i18next';
import type { OperationRecord } from '../../api/model';
import { outcomeText } from '../../ui/problem-text';
import { showOutcome, showToast, type Toast } from '../../ui/prompt-store';

/// Tells how an act ended. Only what succeeded goes by as a notice; everything else stays until it is read.
export function useReport(): (record: OperationRecord, what: string, action?: Toast['action']) => void {
  const { t } = useTranslation();
  return (record, what, action) => {
    if (record.retStatus === 'succeeded') showToast(`${what}: ${outcomeText(t, record).what}`, action);
    else showOutcome(record, what);
  };
}
