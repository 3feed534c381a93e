import { useTranslation } from 'react-i18next';
import type { ProcessDetail } from '../../api/model';
import { HostileText } from '../../ui/hostile-text';
import { TimeText } from '../../ui/time-text';

/// Who is meant, frozen when the dialog opened: a PID that comes back as somebody else is refused by the agent.
export function Identity({ detail }: { detail: ProcessDetail }) {
  const { t } = useTranslation();
  return (
    <dl className="identity">
      <dt>PID</dt>
      <dd>{detail.pid}</dd>
      <dt>{t('processes.column.comm')}</dt>
      <dd>
        <HostileText text={detail.comm} />
      </dd>
      <dt>{t('processes.column.cmdline')}</dt>
      <dd className="mono">
        <HostileText text={detail.cmdline} limit={200} />
      </dd>
      <dt>{t('processes.column.user')}</dt>
      <dd>
        <HostileText text={detail.user} />
      </dd>
      <dt>{t('processes.fact.start')}</dt>
      <dd>
        <TimeText value={detail.startTime} />
      </dd>
    </dl>
  );
}
