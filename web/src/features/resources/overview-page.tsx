import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLive, useTopic } from '../../live/use-live';
import { usePast } from '../../live/use-past';
import { Loading } from '../../ui/empty-state';
import { PageHead, Panel } from '../../ui/page-head';
import { HostFacts } from '../host/host-facts';
import { useHost } from '../host/use-host';
import { SchedulePanel } from '../schedule/schedule-panel';
import { Disks, FileSystems, Interfaces } from './device-panels';
import { LoadPanel } from './load-panel';
import { TopLines } from './top-lines';
import './overview.css';

const HistoryPanel = lazy(() => import('../history/history-panel'));
const SPANS = [600, 3600] as const;

export function OverviewPage() {
  const { t } = useTranslation();
  useTopic('resources');
  const resources = useLive('resources');
  const host = useHost();
  usePast();
  const [seconds, setSeconds] = useState<number>(SPANS[0]);
  return (
    <main className="page overview" id="main">
      <PageHead
        title={host?.hostName ?? t('nav.overview')}
        note={host && `${host.osName} ${host.osVersion}`}
        command="top -b -n 1 | head -5"
      />
      {resources === undefined ? (
        <Panel className="top-lines-space">
          <Loading />
        </Panel>
      ) : (
        <TopLines resources={resources} seconds={seconds} />
      )}
      <Suspense fallback={<Panel className="history-space">{null}</Panel>}>
        <HistoryPanel spans={SPANS} seconds={seconds} onSpan={setSeconds} />
      </Suspense>
      <div className="overview-grid">
        <HostFacts />
        <div className="stack">
          {resources && <LoadPanel resources={resources} seconds={seconds} />}
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
