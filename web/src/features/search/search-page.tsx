import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { client, take } from '../../api/client';
import { HttpError } from '../../api/http-error';
import type { ProcessRow, ServiceRow, SocketRow } from '../../api/model';
import { Banner } from '../../ui/banner';
import { EmptyState, Loading } from '../../ui/empty-state';
import { formatBytes, formatNumber } from '../../ui/format';
import { HostileText } from '../../ui/hostile-text';
import { PageHead, Panel } from '../../ui/page-head';
import { problemText } from '../../ui/problem-text';
import { TimeText } from '../../ui/time-text';
import { ProcessState } from '../processes/columns';
import { FileState } from '../services/columns';
import { RowActions } from '../services/row-actions';
import { ServiceState } from '../services/service-state';
import { SocketList } from '../sockets/socket-list';
import '../services/services.css';
import './search.css';

const route = getRouteApi('/search');
const LIMIT = 50;

/// What the back end found, each hit with its details.
export function SearchPage() {
  const { t } = useTranslation();
  const { q } = route.useSearch();
  const { data, error } = useQuery({
    queryKey: ['search', q],
    queryFn: ({ signal }) =>
      take(client.GET('/api/v1/search', { params: { query: { q: q ?? '', limit: String(LIMIT) } }, signal })),
    enabled: q !== undefined,
    refetchInterval: 10_000,
  });
  const found = data === undefined ? 0 : data.processes.total + data.sockets.total + data.services.total;
  return (
    <main className="page" id="main">
      <PageHead title={t('search.title')} note={q && t('search.found', { count: found, query: q })} />
      {q === undefined && <EmptyState text={t('search.empty')} />}
      {error instanceof HttpError && <Banner tone="bad">{problemText(t, error).what}</Banner>}
      {q !== undefined && data === undefined && error === null && <Loading />}
      {data !== undefined && found === 0 && <EmptyState text={t('search.none', { query: q })} />}
      {data !== undefined && (
        <>
          <Group
            title={t('nav.services')}
            total={data.services.total}
            more={
              <Link to="/services" search={{ q }}>
                {t('search.all')}
              </Link>
            }
          >
            <ul className="hits">
              {data.services.items.map((service) => (
                <ServiceHit key={service.name} service={service} />
              ))}
            </ul>
          </Group>
          <Group
            title={t('nav.processes')}
            total={data.processes.total}
            more={
              <Link to="/processes" search={{ q }}>
                {t('search.all')}
              </Link>
            }
          >
            <ul className="hits">
              {data.processes.items.map((process) => (
                <ProcessHit key={`${process.pid}.${process.startTicks}`} process={process} />
              ))}
            </ul>
          </Group>
          <Group
            title={t('nav.sockets')}
            total={data.sockets.total}
            more={
              <Link to="/sockets" search={{ q }}>
                {t('search.all')}
              </Link>
            }
          >
            <SocketList sockets={data.sockets.items as SocketRow[]} />
          </Group>
        </>
      )}
    </main>
  );
}

function Group({
  title,
  total,
  more,
  children,
}: {
  title: string;
  total: number;
  more: ReactNode;
  children: ReactNode;
}) {
  if (total === 0) return null;
  return (
    <Panel title={`${title} (${total})`} note={more}>
      {children}
    </Panel>
  );
}

function ServiceHit({ service }: { service: ServiceRow }) {
  const { t, i18n } = useTranslation();
  return (
    <li className="hit">
      <div className="hit-head">
        <Link to="/services" search={{ name: service.name }}>
          <HostileText text={service.name} limit={120} />
        </Link>
        <ServiceState service={service} />
        <RowActions service={service} />
      </div>
      <p className="quiet">
        <HostileText text={service.description ?? ''} limit={200} />
      </p>
      <p className="hit-facts">
        <span>
          {t('services.column.fileState')}: <FileState state={service.fileState} t={t} />
        </span>
        {service.mainPid != null && <span>PID {service.mainPid}</span>}
        {service.memoryBytes != null && <span>{formatBytes(service.memoryBytes, i18n.language)}</span>}
        {service.since && (
          <span>
            <TimeText value={service.since} only="relative" />
          </span>
        )}
      </p>
    </li>
  );
}

function ProcessHit({ process }: { process: ProcessRow }) {
  const { t, i18n } = useTranslation();
  return (
    <li className="hit">
      <div className="hit-head">
        <Link to="/processes" search={{ pid: process.pid, start: process.startTicks }}>
          {process.pid} <HostileText text={process.comm} />
        </Link>
        <ProcessState state={process.state} t={t} />
      </div>
      <p className="mono quiet wrap">
        <HostileText text={process.cmdline || `[${process.comm}]`} limit={300} />
      </p>
      <p className="hit-facts">
        <span>
          <HostileText text={process.user} />
        </span>
        <span>CPU {process.cpuPercent == null ? '—' : `${formatNumber(process.cpuPercent, i18n.language, 1)} %`}</span>
        {process.rssBytes != null && <span>{formatBytes(process.rssBytes, i18n.language)}</span>}
        {process.unit && (
          <span>
            {process.unit.endsWith('.service') ? (
              <Link to="/services" search={{ name: process.unit }}>
                <HostileText text={process.unit} />
              </Link>
            ) : (
              <HostileText text={process.unit} />
            )}
          </span>
        )}
        <span>
          <TimeText value={process.startTime} only="relative" />
        </span>
      </p>
    </li>
  );
}
