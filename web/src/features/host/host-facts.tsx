import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Host } from '../../api/model';
import { useLive } from '../../live/use-live';
import { Banner } from '../../ui/banner';
import { Loading } from '../../ui/empty-state';
import { formatBytes, formatDuration, formatNumber } from '../../ui/format';
import { HostileText } from '../../ui/hostile-text';
import { Panel } from '../../ui/page-head';
import { codedText } from '../../ui/problem-text';
import { TimeText } from '../../ui/time-text';
import { useHost } from './use-host';

/// What the host is, as a list.
export function HostFacts() {
  const { t, i18n } = useTranslation();
  const host = useHost();
  const uptime = useLive('resources')?.uptimeSeconds;
  if (host === undefined)
    return (
      <Panel title={t('host.title')}>
        <Loading />
      </Panel>
    );
  const language = i18n.language;
  const known = <T,>(value: T | null | undefined, show: (value: T) => ReactNode) =>
    value == null ? <span className="quiet">{t('host.unreadable')}</span> : show(value);
  const facts: [string, ReactNode][] = [
    ['name', known(host.hostName, (name) => <HostileText text={name} />)],
    ['system', known(host.osName, (name) => [name, host.osVersion].filter(Boolean).join(' '))],
    ['kernel', known(host.kernelRelease, (release) => [release, inBrackets(host.architecture)].join(' '))],
    ['uptime', known(uptime ?? host.uptimeSeconds, (seconds) => formatDuration(seconds, language))],
    ['boot_time', known(host.bootTime, (time) => <TimeText value={time} only="absolute" />)],
    ['time_zone', known(host.timeZone, (zone) => zone)],
    ['cpu', known(host.cpuCount, (count) => cpuOf(host, t('host.cpu_count', { count })))],
    ['memory', known(host.memoryTotalBytes, (bytes) => formatBytes(bytes, language))],
    ['virtualization', [host.virtualization, host.container].filter(Boolean).join(' · ') || t('host.none')],
    [
      'load',
      known(host.load, (load) =>
        [load.one, load.five, load.fifteen].map((each) => formatNumber(each, language, 2)).join('  '),
      ),
    ],
    ['managers', host.serviceManagers.length > 0 ? host.serviceManagers.join(', ') : t('host.none')],
    ['addresses', known(host.addresses, (addresses) => <Addresses addresses={addresses} />)],
    ['users', known(host.users, (users) => <SignedIn users={users} />)],
    ['agent', <Agent key="g" host={host} />],
  ];
  return (
    <Panel title={t('host.title')}>
      <div className="stack">
        {host.agent.limits.map((limit) => (
          <Banner key={limit.code}>{codedText(t, limit)}</Banner>
        ))}
        <dl className="facts">
          {facts.map(([key, value]) => (
            <div key={key} className="fact">
              <dt>{t(`host.${key}`)}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </div>
    </Panel>
  );
}

function cpuOf(host: Host, count: string): string {
  return host.cpuModel ? `${host.cpuModel} · ${count}` : count;
}

function inBrackets(text: string | null | undefined): string {
  return text ? `(${text})` : '';
}

function Addresses({ addresses }: { addresses: NonNullable<Host['addresses']> }) {
  const { t } = useTranslation();
  if (addresses.length === 0) return <>{t('host.none')}</>;
  return (
    <ul>
      {addresses.map((each) => (
        <li key={`${each.interfaceName} ${each.address}`}>
          <span className="mono">
            {each.address}/{each.prefixLength}
          </span>{' '}
          <span className="quiet">
            <HostileText text={each.interfaceName} />
          </span>
        </li>
      ))}
    </ul>
  );
}

function SignedIn({ users }: { users: NonNullable<Host['users']> }) {
  const { t } = useTranslation();
  if (users.length === 0) return <>{t('host.nobody')}</>;
  return (
    <ul>
      {users.map((user) => (
        <li key={`${user.userName} ${user.terminal} ${user.loginTime}`}>
          <HostileText text={user.userName} /> <span className="mono">{user.terminal}</span>{' '}
          {user.from && <HostileText text={user.from} />}{' '}
          <span className="quiet">
            <TimeText value={user.loginTime} only="relative" />
          </span>
        </li>
      ))}
    </ul>
  );
}

function Agent({ host }: { host: Host }) {
  const { t } = useTranslation();
  const source = host.agent.processSource;
  const sockets = host.agent.socketSource;
  return (
    <>
      {t('host.agent_text', { version: host.agent.version, user: host.agent.user })} ·{' '}
      {t('host.source', { name: source.name })}
      <WhyNoBetter reason={source.reason} /> · {t('host.socket_source', { name: sockets.name })}
      <WhyNoBetter reason={sockets.reason} />
    </>
  );
}

/// In the words of the agent, which are the kernel's.
function WhyNoBetter({ reason }: { reason: string | null | undefined }) {
  return (
    reason && (
      <span className="quiet">
        {' '}
        (<HostileText text={reason} limit={300} />)
      </span>
    )
  );
}
