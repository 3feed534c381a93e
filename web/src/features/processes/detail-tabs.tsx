import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Ids, ProcessDetail, ProcessMention } from '../../api/model';
import { FirstOf } from '../../ui/first-of';
import { formatBytes, formatCpuTime, formatNumber } from '../../ui/format';
import { HostileText } from '../../ui/hostile-text';
import { Reading } from '../../ui/reading';
import { TimeText } from '../../ui/time-text';
import { Unmask, useSecrets } from './masked';

interface Props {
  detail: ProcessDetail;
}

function ids(of: Ids): string {
  return `${of.real} / ${of.effective} / ${of.saved} / ${of.fileSystem}`;
}

function namedIds(of: Ids): string {
  const names = [...new Set([of.realName, of.effectiveName])].filter((name) => name !== '');
  return names.length === 0 ? ids(of) : `${ids(of)} (${names.join(' / ')})`;
}

export function GeneralTab({ detail }: Props) {
  const { t, i18n } = useTranslation();
  const text = (value: string) => (
    <span className="mono">
      <HostileText text={value} limit={4096} />
    </span>
  );
  const facts: [string, ReactNode][] = [
    ['arguments', <Arguments key="a" detail={detail} />],
    [
      'exe',
      <Reading key="e" of={detail.executable}>
        {text}
      </Reading>,
    ],
    [
      'working_directory',
      <Reading key="w" of={detail.workingDirectory}>
        {text}
      </Reading>,
    ],
    [
      'root',
      <Reading key="r" of={detail.root}>
        {text}
      </Reading>,
    ],
    ['start', <TimeText key="s" value={detail.startTime} />],
    ['cpu_time', formatCpuTime(detail.cpuSeconds)],
    ['waiting', detail.waitPercent == null ? '—' : `${formatNumber(detail.waitPercent, i18n.language, 1)} %`],
    [
      'switches',
      detail.contextSwitchesPerSecond == null
        ? '—'
        : t('processes.per_second', { rate: formatNumber(detail.contextSwitchesPerSecond, i18n.language, 1) }),
    ],
    ['virtual', detail.virtualBytes == null ? '—' : formatBytes(detail.virtualBytes, i18n.language)],
    [
      'io',
      <Reading key="i" of={detail.io}>
        {(io) =>
          t('processes.io', {
            read: formatBytes(io.readBytes, i18n.language),
            written: formatBytes(io.writeBytes, i18n.language),
          })
        }
      </Reading>,
    ],
    [
      'user_ids',
      <Reading key="u" of={detail.userIds}>
        {(of) => <HostileText text={namedIds(of)} />}
      </Reading>,
    ],
    [
      'group_ids',
      <Reading key="g" of={detail.groupIds}>
        {(of) => <HostileText text={namedIds(of)} />}
      </Reading>,
    ],
    ['groups', detail.groups.length === 0 ? '—' : <HostileText key="gr" text={detail.groups.join(', ')} />],
    ['cgroup', detail.cgroup ? text(detail.cgroup) : '—'],
    ['unit', detail.unit ? text(detail.unit) : '—'],
    ['container', detail.container ? text(detail.container) : '—'],
    ['oom_score', detail.oomScore ?? '—'],
  ];
  return (
    <dl className="facts">
      {facts.map(([key, value]) => (
        <div className="fact" key={key}>
          <dt>{t(`processes.fact.${key}`)}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Arguments({ detail }: Props) {
  const { t } = useTranslation();
  const secrets = useSecrets();
  if (detail.arguments.length === 0) return <span className="quiet">{t('processes.no_arguments')}</span>;
  return (
    <>
      <ol className="arguments">
        {(secrets.seen?.items ?? detail.arguments).map((argument, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: an argument is its place.
          <li key={index} className="mono">
            <HostileText text={argument} limit={2000} />
          </li>
        ))}
        {detail.argumentsTruncated && <li className="quiet">{t('processes.truncated')}</li>}
      </ol>
      <Unmask detail={detail} part="arguments" texts={detail.arguments} secrets={secrets} />
    </>
  );
}

export function FamilyTab({ detail }: Props) {
  const { t } = useTranslation();
  return (
    <>
      <h3>{t('processes.parents')}</h3>
      <Mentions of={detail.parents} />
      <h3>{t('processes.children', { count: detail.children.length })}</h3>
      <Mentions of={detail.children} />
    </>
  );
}

export function Mentions({ of }: { of: readonly ProcessMention[] }) {
  const { t } = useTranslation();
  if (of.length === 0) return <p className="quiet">{t('ui.none')}</p>;
  return (
    <FirstOf items={of}>
      {(shown) => (
        <ul className="mentions">
          {shown.map((each) => (
            <li key={each.pid}>
              <Link to="/processes" search={{ pid: each.pid, start: each.startTicks }}>
                {each.pid} <HostileText text={each.comm} />
              </Link>
            </li>
          ))}
        </ul>
      )}
    </FirstOf>
  );
}

export function FilesTab({ detail }: Props) {
  const { t } = useTranslation();
  return (
    <Reading of={detail.openFiles}>
      {(files) => (
        <>
          <p className="quiet">
            {t('processes.files', { count: files.count })}
            {files.truncated && ` ${t('processes.truncated')}`}
          </p>
          <FirstOf items={files.items}>
            {(shown) => (
              <table className="plain-table">
                <thead>
                  <tr>
                    <th className="end">{t('processes.fd')}</th>
                    <th>{t('processes.kind')}</th>
                    <th>{t('processes.target')}</th>
                  </tr>
                </thead>
                <tbody>
                  {shown.map((file) => (
                    <tr key={file.fd}>
                      <td className="end">{file.fd}</td>
                      <td>{file.kind}</td>
                      <td className="mono">
                        <HostileText text={file.target} limit={500} />
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            )}
          </FirstOf>
        </>
      )}
    </Reading>
  );
}

export function ThreadsTab({ detail }: Props) {
  const { t } = useTranslation();
  return (
    <Reading of={detail.threadList}>
      {(threads) => (
        <FirstOf items={threads}>
          {(shown) => (
            <table className="plain-table">
              <thead>
                <tr>
                  <th className="end">TID</th>
                  <th>{t('processes.column.comm')}</th>
                  <th>{t('processes.column.state')}</th>
                  <th className="end">{t('processes.fact.cpu_time')}</th>
                </tr>
              </thead>
              <tbody>
                {shown.map((thread) => (
                  <tr key={thread.tid}>
                    <td className="end">{thread.tid}</td>
                    <td>
                      <HostileText text={thread.comm} />
                    </td>
                    <td className="mono">{thread.state}</td>
                    <td className="end">{formatCpuTime(thread.cpuSeconds)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
        </FirstOf>
      )}
    </Reading>
  );
}

export function LimitsTab({ detail }: Props) {
  const { t } = useTranslation();
  const show = (value: string | number | null | undefined) =>
    value === null || value === undefined ? t('processes.unlimited') : String(value);
  return (
    <Reading of={detail.limits}>
      {(limits) => (
        <table className="plain-table">
          <thead>
            <tr>
              <th>{t('processes.limit')}</th>
              <th className="end">{t('processes.soft')}</th>
              <th className="end">{t('processes.hard')}</th>
              <th>{t('processes.unit')}</th>
            </tr>
          </thead>
          <tbody>
            {limits.map((limit) => (
              <tr key={limit.name}>
                <td>{limit.name}</td>
                <td className="end">{show(limit.soft)}</td>
                <td className="end">{show(limit.hard)}</td>
                <td className="quiet">{limit.unit}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Reading>
  );
}
