import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client, take } from '../../api/client';
import type { ProcessDetail } from '../../api/model';
import { ActionButton } from '../../ui/action-button';
import { HostileText } from '../../ui/hostile-text';
import { useAct } from '../session/use-act';
import { usePermissions } from '../session/use-session';
import { Unmask, useSecrets } from './masked';

interface Variable {
  name: string;
  value: string;
}

/// The environment often holds secrets: only asked for by name, by an administrator, after the password.
export function EnvironmentTab({ detail }: { detail: ProcessDetail }) {
  const { t } = useTranslation();
  const { act, pending } = useAct();
  const { rights, whyNot } = usePermissions();
  const [items, setItems] = useState<Variable[]>();
  const secrets = useSecrets();
  const load = async () => {
    const answer = await act({
      what: t('processes.environment.show'),
      run: () =>
        take(client.GET('/api/v1/processes/{pid}/environment', { params: { path: { pid: String(detail.pid) } } })),
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
    <>
      <Unmask detail={detail} part="environment" texts={items.map((item) => item.value)} secrets={secrets} />
      <table className="plain-table">
        <tbody>
          {(secrets.seen?.items.map(variable) ?? items).map((item, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: names may repeat.
            <tr key={index}>
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
    </>
  );
}

function variable(line: string): Variable {
  const equals = line.indexOf('=');
  return equals < 0 ? { name: line, value: '' } : { name: line.slice(0, equals), value: line.slice(equals + 1) };
}
