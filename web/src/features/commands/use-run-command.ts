import { useTranslation } from 'react-i18next';
import { client, once, take } from '../../api/client';
import { useAct } from '../session/use-act';

export function useRunCommand() {
  const { t } = useTranslation();
  const { act, pending } = useAct();
  const run = (command: string, service: string | undefined) => {
    const header = once();
    return act({
      what: t('commands.run'),
      run: () =>
        take(
          client.POST('/api/v1/commands', {
            params: { query: { wait: '0' }, header },
            body: { command, ...(service && { service }) },
          }),
        ),
      touches: ['operations'],
    });
  };
  return { run, pending };
}
