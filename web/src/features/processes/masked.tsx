import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client, take } from '../../api/client';
import type { ProcessDetail } from '../../api/model';
import { ActionButton } from '../../ui/action-button';
import { useAct } from '../session/use-act';
import { usePermissions } from '../session/use-session';

/// What stands for a secret in texts that the agent has masked.
const MASK = '••••';

type Part = 'arguments' | 'environment';

interface Seen {
  operationId: number;
  items: string[];
  truncated: boolean;
}

/// What masking hides of a process, once an administrator has asked for it. It is kept by the tab that shows it and nowhere else.
export function useSecrets() {
  const [seen, setSeen] = useState<Seen>();
  return { seen, setSeen };
}

interface Props {
  detail: ProcessDetail;
  part: Part;
  texts: readonly string[];
  secrets: ReturnType<typeof useSecrets>;
}

/// The button that lifts the mask, under texts of which something is masked.
export function Unmask({ detail, part, texts, secrets: { seen, setSeen } }: Props) {
  const { t } = useTranslation();
  const { act, pending } = useAct();
  const { rights, whyNot } = usePermissions();
  if (seen !== undefined) {
    return (
      <p className="quiet">
        {t('processes.secrets.note', { id: seen.operationId })}{' '}
        <ActionButton variant="default" onClick={() => setSeen(undefined)}>
          {t('processes.secrets.hide')}
        </ActionButton>
      </p>
    );
  }
  if (!texts.some((text) => text.includes(MASK))) return null;
  const show = async () => {
    const { pid, startTicks, bootId } = detail;
    const answer = await act({
      what: t('processes.secrets.show'),
      run: () =>
        take(
          client.POST('/api/v1/processes/{pid}/secrets', {
            params: { path: { pid: String(pid) } },
            body: { part, startTicks, bootId },
          }),
        ),
      touches: ['operations'],
    });
    if (answer !== undefined) setSeen(answer);
  };
  return (
    <p className="quiet">
      <ActionButton variant="default" reason={whyNot(rights.environment)} onClick={show} loading={pending}>
        {t('processes.secrets.show')}
      </ActionButton>{' '}
      {t('processes.secrets.text')}
    </p>
  );
}
