import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client, take } from '../../api/client';
import { HttpError } from '../../api/http-error';
import type { ProcessDetail, ProcessRow } from '../../api/model';
import { processKey } from '../../live/shapes';
import { useLive, useStaleReason } from '../../live/use-live';
import { ActionButton } from '../../ui/action-button';
import { Banner } from '../../ui/banner';
import { CopyCommand } from '../../ui/copy-command';
import { DetailDrawer } from '../../ui/detail-drawer';
import { DetailTabs } from '../../ui/detail-tabs';
import { Loading } from '../../ui/empty-state';
import { formatBytes, formatNumber } from '../../ui/format';
import { HostileText } from '../../ui/hostile-text';
import { codedText, problemText } from '../../ui/problem-text';
import { usePermissions } from '../session/use-session';
import { HeldSockets } from '../sockets/held-sockets';
import { ProcessState } from './columns';
import { FamilyTab, FilesTab, GeneralTab, LimitsTab, ThreadsTab } from './detail-tabs';
import { EnvironmentTab } from './environment-tab';
import { PriorityDialog } from './priority-dialog';
import { SignalDialog } from './signal-dialog';

interface Props {
  pid: number;
  startTicks: number | undefined;
  tab: string | undefined;
  onTab: (tab: string) => void;
  onClose: () => void;
  following: boolean;
  onFollow: () => void;
}

const TABS = ['general', 'family', 'files', 'sockets', 'threads', 'limits', 'environment'] as const;

export function ProcessDrawer({ pid, startTicks, tab, onTab, onClose, following, onFollow }: Props) {
  const { t } = useTranslation();
  const live = useLive('processes');
  const { data: detail, error } = useQuery({
    queryKey: ['process', pid, startTicks],
    queryFn: async ({ signal }) =>
      (await take(
        client.GET('/api/v1/processes/{pid}', { params: { path: { pid: String(pid) } }, signal }),
      )) as ProcessDetail,
    refetchInterval: 5_000,
  });
  const ticks = startTicks ?? detail?.startTicks;
  const row = ticks === undefined ? undefined : live?.byKey.get(processKey(pid, ticks));
  const [dialog, setDialog] = useState<'signal' | 'priority'>();
  const other = detail !== undefined && startTicks !== undefined && detail.startTicks !== startTicks;
  const gone = other || (error instanceof HttpError && error.status === 404);
  const shown = row ?? detail;
  const active = TABS.find((each) => each === tab) ?? 'general';
  return (
    <DetailDrawer
      onClose={onClose}
      title={
        <>
          <HostileText text={shown?.comm ?? ''} limit={40} /> <span className="quiet">PID {pid}</span>
        </>
      }
    >
      {gone && <Banner>{t('processes.gone')}</Banner>}
      {error instanceof HttpError && !gone && <Banner tone="bad">{problemText(t, error).what}</Banner>}
      {shown !== undefined && !other && <Head of={shown} />}
      {detail === undefined || other ? (
        !gone && error === null && <Loading />
      ) : (
        <>
          <Actions detail={detail} gone={gone} open={setDialog}>
            <Button size="xs" variant={following ? 'filled' : 'default'} aria-pressed={following} onClick={onFollow}>
              {t(following ? 'processes.following' : 'processes.follow')}
            </Button>
          </Actions>
          <CopyCommand command={detail.shellCommand} />
          {/* The key: what was shown of one process alone must not stay on the screen for the next. */}
          <DetailTabs
            key={processKey(detail.pid, detail.startTicks)}
            tabs={TABS}
            active={active}
            nameOf={(tab) => t(`processes.tab.${tab}`)}
            onTab={onTab}
          >
            {active === 'general' && <GeneralTab detail={detail} />}
            {active === 'family' && <FamilyTab detail={detail} />}
            {active === 'files' && <FilesTab detail={detail} />}
            {active === 'sockets' && <HeldSockets of={detail} />}
            {active === 'threads' && <ThreadsTab detail={detail} />}
            {active === 'limits' && <LimitsTab detail={detail} />}
            {active === 'environment' && <EnvironmentTab detail={detail} />}
          </DetailTabs>
          {dialog === 'signal' && <SignalDialog detail={detail} onClose={() => setDialog(undefined)} />}
          {dialog === 'priority' && <PriorityDialog detail={detail} onClose={() => setDialog(undefined)} />}
        </>
      )}
    </DetailDrawer>
  );
}

/// What the table knows is shown at once; the rest is asked for.
function Head({ of }: { of: ProcessRow | ProcessDetail }) {
  const { t, i18n } = useTranslation();
  return (
    <dl className="detail-head">
      <Fact name={t('processes.column.cpuPercent')} value={percent(of.cpuPercent, i18n.language)} />
      <Fact
        name={t('processes.column.rssBytes')}
        value={of.rssBytes == null ? '—' : formatBytes(of.rssBytes, i18n.language)}
      />
      <Fact name={t('processes.column.threads')} value={of.threads ?? '—'} />
      <Fact name={t('processes.column.state')} value={<ProcessState state={of.state} t={t} />} />
      <Fact name={t('processes.column.user')} value={<HostileText text={of.user} />} />
      <Fact name={t('processes.column.nice')} value={of.nice ?? '—'} />
    </dl>
  );
}

function Actions({
  detail,
  gone,
  open,
  children,
}: {
  detail: ProcessDetail;
  gone: boolean;
  children: ReactNode;
  open: (dialog: 'signal' | 'priority') => void;
}) {
  const { t } = useTranslation();
  const stale = useStaleReason();
  const { rights, whyNot } = usePermissions();
  const reasonFor = (allowed: boolean, act: { allowed: boolean; code?: string | null }) =>
    gone
      ? t('processes.gone')
      : (stale && t(stale)) ||
        whyNot(allowed) ||
        (act.allowed ? undefined : codedText(t, { code: act.code ?? 'denied' }));
  const unit = detail.service?.name ?? detail.unit;
  return (
    <div className="actions">
      <ActionButton
        variant="light"
        reason={reasonFor(rights.signal, detail.mayAct.signal)}
        onClick={() => open('signal')}
      >
        {t('processes.send_signal')}
      </ActionButton>
      <ActionButton
        variant="default"
        reason={reasonFor(rights.priority, detail.mayAct.priority)}
        onClick={() => open('priority')}
      >
        {t('processes.set_priority')}
      </ActionButton>
      {children}
      {unit?.endsWith('.service') && (
        <Link to="/services" search={{ name: unit }}>
          {t('processes.to_service', { name: unit })}
        </Link>
      )}
      <Link to="/sockets" search={{ q: `pid:${detail.pid}` }}>
        {t('processes.to_sockets')}
      </Link>
    </div>
  );
}

function Fact({ name, value }: { name: string; value: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

function percent(value: number | null | undefined, language: string): string {
  return value === null || value === undefined ? '—' : `${formatNumber(value, language, 1)} %`;
}
