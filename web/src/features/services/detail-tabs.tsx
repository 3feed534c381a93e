import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ServiceDetail } from '../../api/model';
import { formatBytes, formatCpuTime, formatNumber } from '../../ui/format';
import { HostileText } from '../../ui/hostile-text';
import { TimeText } from '../../ui/time-text';

interface Props {
  detail: ServiceDetail;
}

export function GeneralTab({ detail }: Props) {
  const { t } = useTranslation();
  const lines = (of: readonly string[] | undefined) =>
    of && of.length > 0 ? (
      <ul>
        {of.map((line) => (
          <li key={line} className="mono">
            <HostileText text={line} limit={1000} />
          </li>
        ))}
      </ul>
    ) : (
      '—'
    );
  const facts: [string, ReactNode][] = [
    ['manager', detail.manager],
    ['result', detail.result ? t(`services.result.${detail.result}`, { defaultValue: detail.result }) : '—'],
    ['exit', detail.exitSignal ?? detail.exitCode ?? '—'],
    ['since', <TimeText key="s" value={detail.since} />],
    ['restarts', detail.restarts ?? '—'],
    ['cpu_time', detail.cpuSeconds == null ? '—' : formatCpuTime(detail.cpuSeconds)],
    ['tasks', detail.tasks ?? '—'],
    ['exec_start', lines(detail.execStart)],
    ['fragment', detail.fragmentPath ? lines([detail.fragmentPath]) : '—'],
    ['drop_ins', lines(detail.dropIns)],
    ['aliases', lines(detail.aliases)],
    ['documentation', lines(detail.documentation)],
    ['conditions', <Conditions key="c" detail={detail} />],
    ['invocation', detail.invocationId ? lines([detail.invocationId]) : '—'],
  ];
  return (
    <dl className="facts">
      {facts.map(([key, value]) => (
        <div className="fact" key={key}>
          <dt>{t(`services.fact.${key}`)}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Conditions({ detail }: Props) {
  const { t } = useTranslation();
  if (!detail.conditions || detail.conditions.length === 0) return <>—</>;
  return (
    <ul>
      {detail.conditions.map((condition) => {
        const held = String(condition.result);
        const word =
          held === 'true' || Number(held) > 0 || held === 'held'
            ? 'held'
            : held === '0' || held === 'untested'
              ? 'untested'
              : 'failed';
        return (
          <li
            key={`${condition.name}${condition.negate}${condition.parameter}`}
            className={word === 'failed' ? 'bad-text' : undefined}
          >
            <code>
              {condition.name}={condition.negate ? '!' : ''}
              <HostileText text={condition.parameter} />
            </code>{' '}
            {t(`services.condition.${word}`)}
          </li>
        );
      })}
    </ul>
  );
}

export function ProcessesTab({ detail }: Props) {
  const { t, i18n } = useTranslation();
  const processes = detail.processes ?? [];
  if (processes.length === 0) return <p className="quiet">{t('services.no_processes')}</p>;
  return (
    <table className="plain-table">
      <thead>
        <tr>
          <th>PID</th>
          <th className="end">{t('processes.column.cpuPercent')}</th>
          <th className="end">{t('processes.column.rssBytes')}</th>
        </tr>
      </thead>
      <tbody>
        {processes.map((process) => (
          <tr key={process.pid}>
            <td>
              <Link to="/processes" search={{ pid: process.pid, start: process.startTicks }}>
                {process.pid}/<HostileText text={process.comm} />
              </Link>
            </td>
            <td className="end">
              {process.cpuPercent == null ? '—' : formatNumber(process.cpuPercent, i18n.language, 1)}
            </td>
            <td className="end">{process.rssBytes == null ? '—' : formatBytes(process.rssBytes, i18n.language)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const RELATIONS = ['requires', 'wants', 'requiredBy', 'wantedBy', 'boundBy', 'triggeredBy', 'conflicts'] as const;

export function DependenciesTab({ detail }: Props) {
  const { t } = useTranslation();
  return (
    <>
      {RELATIONS.map((relation) => {
        const names = detail[relation] ?? [];
        return (
          <section key={relation}>
            <h3>{t(`services.relation.${relation}`)}</h3>
            {names.length === 0 ? (
              <p className="quiet">{t('ui.none')}</p>
            ) : (
              <ul className="mentions">
                {names.map((name) => (
                  <li key={name}>
                    {name.endsWith('.service') ? (
                      <Link to="/services" search={{ name }}>
                        <HostileText text={name} />
                      </Link>
                    ) : (
                      <HostileText text={name} />
                    )}
                  </li>
                ))}
              </ul>
            )}
          </section>
        );
      })}
    </>
  );
}
