import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { HttpError } from '../../api/http-error';
import { SERVICE_OPERATIONS, type ServiceDetail, type ServiceOperation, type ServiceRow } from '../../api/model';
import { useLive } from '../../live/use-live';
import { ActionButton } from '../../ui/action-button';
import { Banner } from '../../ui/banner';
import { CopyCommand } from '../../ui/copy-command';
import { DetailDrawer } from '../../ui/detail-drawer';
import { DetailTabs } from '../../ui/detail-tabs';
import { Loading } from '../../ui/empty-state';
import { formatBytes, formatNumber } from '../../ui/format';
import { HostileText } from '../../ui/hostile-text';
import { namesIn, problemText } from '../../ui/problem-text';
import { TimeText } from '../../ui/time-text';
import { usePermissions } from '../session/use-session';
import { HeldSockets } from '../sockets/held-sockets';
import { touchedBesides, touchesNobody } from './also-touched';
import { FileState } from './columns';
import { DependenciesTab, GeneralTab, ProcessesTab } from './detail-tabs';
import { LogTab } from './log-tab';
import { OperationDialog } from './operation-dialog';
import { readService } from './read-service';
import { ServiceSignalDialog } from './service-signal-dialog';
import { ServiceState } from './service-state';
import { useOperate } from './use-operate';
import { useWhyNot } from './why-not';

interface Props {
  name: string;
  tab: string | undefined;
  onTab: (tab: string) => void;
  onClose: () => void;
}

const TABS = ['general', 'processes', 'sockets', 'log', 'dependencies'] as const;

export function ServiceDrawer({ name, tab, onTab, onClose }: Props) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const row = useLive('services')?.byKey.get(name);
  const { data: detail, error } = useQuery({
    queryKey: ['service', name],
    queryFn: ({ signal }) => readService(name, signal),
    refetchInterval: 5_000,
  });
  const shown = detail === undefined ? row : { ...detail, ...row };
  const active = TABS.find((each) => each === tab) ?? 'general';
  // What was known of it is not so any more; how an act on it ended is still read in the act's own dialog.
  const gone = row === undefined && error instanceof HttpError && error.status === 404;
  const nearest = error instanceof HttpError ? namesIn(error.parameters.nearest) : [];
  return (
    <DetailDrawer title={<HostileText text={name} limit={120} />} onClose={onClose}>
      {error instanceof HttpError && (
        <Banner tone="bad">
          {nearest.length === 0 && isTemplate(name)
            ? t('problem.template_without_instance.what')
            : problemText(t, error).what}{' '}
          {nearest.map((each) => (
            <button
              key={each}
              type="button"
              className="link-button"
              onClick={() => navigate({ to: '/services', search: { name: each } })}
            >
              {each}{' '}
            </button>
          ))}
        </Banner>
      )}
      {detail === undefined || shown === undefined ? (
        error === null && <Loading />
      ) : (
        <>
          {!gone && <Head service={shown} />}
          <Actions service={{ ...detail, ...row, mayAct: detail.mayAct }} gone={gone} />
          {!gone && (
            <>
              {shown.protected === 'refused' && <p className="quiet">{t('reason.protected_unit')}</p>}
              <CopyCommand command={detail.shellCommand ?? `systemctl status ${name}`} />
              <DetailTabs tabs={TABS} active={active} nameOf={(tab) => t(`services.tab.${tab}`)} onTab={onTab}>
                {active === 'general' && <GeneralTab detail={detail} />}
                {active === 'processes' && <ProcessesTab detail={detail} />}
                {active === 'sockets' && <HeldSockets of={detail} />}
                {active === 'log' &&
                  (detail.manager === 'sysv' ? (
                    <p className="quiet">{t('services.log.elsewhere')}</p>
                  ) : (
                    <LogTab
                      manager={detail.manager}
                      name={detail.name}
                      invocationId={detail.invocationId ?? undefined}
                    />
                  ))}
                {active === 'dependencies' && <DependenciesTab detail={detail} />}
              </DetailTabs>
            </>
          )}
        </>
      )}
    </DetailDrawer>
  );
}

function Head({ service: shown }: { service: ServiceRow }) {
  const { t, i18n } = useTranslation();
  return (
    <>
      {shown.description && (
        <p className="quiet">
          <HostileText text={shown.description} />
        </p>
      )}
      <dl className="detail-head">
        <Fact name={t('services.column.state')} value={<ServiceState service={shown} />} />
        <Fact name={t('services.column.fileState')} value={<FileState state={shown.fileState} t={t} />} />
        <Fact name={t('services.column.mainPid')} value={shown.mainPid ?? '—'} />
        <Fact
          name={t('services.column.memoryBytes')}
          value={shown.memoryBytes == null ? '—' : formatBytes(shown.memoryBytes, i18n.language)}
        />
        <Fact
          name={t('services.column.cpuPercent')}
          value={shown.cpuPercent == null ? '—' : `${formatNumber(shown.cpuPercent, i18n.language, 1)} %`}
        />
        <Fact name={t('services.column.since')} value={<TimeText value={shown.since} only="relative" />} />
      </dl>
    </>
  );
}

const PLAIN: readonly ServiceOperation[] = ['reload', 'reset-failed', 'enable'];

function Actions({ service, gone }: { service: ServiceDetail; gone: boolean }) {
  const { t } = useTranslation();
  const whyNot = useWhyNot();
  const { operate, operating } = useOperate();
  const [asking, setAsking] = useState<ServiceOperation>();
  const [signalling, setSignalling] = useState(false);
  const goesAtOnce = (operation: ServiceOperation) =>
    PLAIN.includes(operation) ||
    (operation === 'start' && touchesNobody(touchedBesides([service.plan], operation, [service.name])));
  const { rights, whyNot: whyNotRight } = usePermissions();
  const signalReason =
    whyNotRight(rights.signal) ?? (service.protected === 'refused' ? t('reason.protected_unit') : undefined);
  return (
    <div className="actions">
      {SERVICE_OPERATIONS.filter(
        (operation) => !gone && (operation !== 'reset-failed' || service.activeState === 'failed'),
      ).map((operation) => (
        <ActionButton
          key={operation}
          variant={operation === 'start' || operation === 'restart' ? 'light' : 'default'}
          reason={
            whyNot(service, operation) ??
            (operating === undefined || operating === operation ? undefined : t('reason.operating'))
          }
          loading={operating === operation}
          onClick={() => (goesAtOnce(operation) ? operate({ name: service.name, operation }) : setAsking(operation))}
        >
          {t(`services.operation.${operation}`)}
        </ActionButton>
      ))}
      {!gone && service.manager === 'systemd' && service.name.endsWith('.service') && (
        <ActionButton variant="default" reason={signalReason} onClick={() => setSignalling(true)}>
          {t('processes.send_signal')}
        </ActionButton>
      )}
      {signalling && <ServiceSignalDialog service={service} onClose={() => setSignalling(false)} />}
      {asking && <OperationDialog name={service.name} operation={asking} onClose={() => setAsking(undefined)} />}
    </div>
  );
}

/// `name@.service`: it stands for its instances and is none itself.
function isTemplate(name: string): boolean {
  return /@\.[a-z]+$/.test(name);
}

function Fact({ name, value }: { name: string; value: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
