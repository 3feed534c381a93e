import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client, take } from '../../api/client';
import { ActionButton } from '../../ui/action-button';
import { HostileText } from '../../ui/hostile-text';
import { useAct } from '../session/use-act';
import { usePermissions } from '../session/use-session';

/// The environment often holds secrets: only asked for by name, by an administrator, after the password.
export function EnvironmentTab({ pid }: { pid: number }) {
  const { t } = useTranslation();
  const { act, pending } = useAct();
  const { rights, whyNot } = usePermissions();
  const [items, setItems] = useState<{ name: string; value: string }[]>();
  const load = async () => {
    const answer = await act({
      what: t('processes.environment.show'),
      run: () => take(client.GET('/api/v1/processes/{pid}/environment', { params: { path: { pid: String(pid) } } })),
    });
    if (answer !== undefined) setItems(answer.items);
  };
  if (items === undefined) {
    return (
      <div className="stack">
        <p>{t('processes.environment.text')}</p>
        <div>
          <ActionButton variant="default" reason={whyNot(rights.environment)} onClick={load} loading={pending}>
            {t('processes.environment.show')}
          </ActionButton>
        </div>
      </div>
    );
  }
  return (
    <table className="plain-table">
      <tbody>
        {items.map((item) => (
          <tr key={item.name}>
            <td className="mono">
              <HostileText text={item.name} />
            </td>
            <td className="mono">
              <HostileText text={item.value} limit={1000} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
