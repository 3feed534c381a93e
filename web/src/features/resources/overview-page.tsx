import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { client, take } from '../../api/client';
import { liveStore, useLive, useTopic } from '../../live/use-live';
import { Loading } from '../../ui/empty-state';
import { PageHead } from '../../ui/page-head';
import { HostFacts } from '../host/host-facts';
import { useHost } from '../host/use-host';
import { SchedulePanel } from '../schedule/schedule-panel';
import { Disks, FileSystems, Interfaces } from './device-panels';
import { LoadPanel } from './load-panel';
import { TopLines } from './top-lines';
import './overview.css';

const HISTORY_SECONDS = 600;

export function OverviewPage() {
  const { t } = useTranslation();
  useTopic('resources');
  const resources = useLive('resources');
  const host = useHost();
  const { data: past } = useQuery({
    queryKey: ['resources', 'history'],
    queryFn: ({ signal }) =>
      take(
        client.GET('/api/v1/resources/history', { params: { query: { seconds: String(HISTORY_SECONDS) } }, signal }),
      ),
    staleTime: 5 * 60_000,
    retry: false,
  });
  useEffect(() => {
    if (past !== undefined) liveStore.seedHistory(past.items);
  }, [past]);
  return (
    <main className="page overview" id="main">
      <PageHead
        title={host?.hostName ?? t('nav.overview')}
        note={host && `${host.osName} ${host.osVersion}`}
        command="top -b -n 1 | head -5"
      />
      {resources === undefined ? <Loading /> : <TopLines resources={resources} seconds={HISTORY_SECONDS} />}
      <div className="overview-grid">
        <HostFacts />
        <div className="stack">
          {resources && <LoadPanel resources={resources} />}
          {resources && <FileSystems resources={resources} />}
        </div>
        <div className="stack">
          {resources && <Disks resources={resources} />}
          {resources && <Interfaces resources={resources} />}
        </div>
      </div>
      <SchedulePanel />
    </main>
  );
}
