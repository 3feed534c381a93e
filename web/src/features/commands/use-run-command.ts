import { useTranslation } from 'react-i18next';
import { api } from '../../api/client';
import type { OperationRecord } from '../../api/model';
import { useAct } from '../session/use-act';

export function useRunCommand() {
  const { t } = useTranslation();
  const { act, pending } = useAct();
  const run = (command: string, service: string | undefined) =>
    act({
      what: t('commands.run'),
      run: () =>
        api.post<OperationRecord>(
          '/commands',
          { command, ...(service && { service }) },
          { query: { wait: 0 }, idempotencyKey: crypto.randomUUID() },
        ),
      touches: ['operations'],
    });
  return { run, pending };
}
