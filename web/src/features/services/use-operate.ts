import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client, once, take } from '../../api/client';
import type { OperationRecord, ServiceOperation } from '../../api/model';
import { useReport } from '../operations/use-report';
import { useAct } from '../session/use-act';

const WAIT_SECONDS = 30;

export interface Operate {
  name: string;
  operation: ServiceOperation;
  confirm?: string;
  mode?: 'fail' | 'replace';
  /// Called once it was done, however it ended; never after a refusal.
  onEnd?: (record: OperationRecord) => void;
}

/// Runs one operation on one service and tells how it ended; after a stop the way back is one press.
export function useOperate(onChoose?: (name: string) => void) {
  const { t } = useTranslation();
  const { act, pending } = useAct();
  const report = useReport();
  const [operating, setOperating] = useState<ServiceOperation>();
  const operate = async (asked: Operate): Promise<OperationRecord | undefined> => {
    const { name, operation, confirm, mode, onEnd } = asked;
    const header = once();
    setOperating(operation);
    const what = t('services.act', { operation: t(`services.operation.${operation}`), name });
    const record = await act({
      what,
      run: () =>
        take(
          client.POST('/api/v1/services/{name}/operations', {
            params: { path: { name }, query: { wait: String(WAIT_SECONDS) }, header },
            body: { operation, ...(mode && { mode }), ...(confirm && { confirm }) },
          }),
        ),
      onChoose,
      wayOut: (refusal) =>
        refusal.code === 'job_conflict' && mode === undefined
          ? {
              label: t('services.replace_job'),
              run: () => void operate({ ...asked, mode: 'replace' }),
            }
          : undefined,
      touches: ['service', 'operations'],
    });
    if (record !== undefined) {
      onEnd?.(record);
      const again = { label: t('services.start_again'), run: () => void operate({ name, operation: 'start' }) };
      report(record, what, operation === 'stop' ? again : undefined);
    }
    return record;
  };
  return { operate, pending, operating: pending ? operating : undefined };
}
