import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { client, take } from '../../api/client';
import { HttpError } from '../../api/http-error';
import type { OperationRecord } from '../../api/model';
import { Banner } from '../../ui/banner';
import { BulkLines } from '../../ui/bulk-lines';
import { DetailDrawer } from '../../ui/detail-drawer';
import { Loading } from '../../ui/empty-state';
import { escapeHostile } from '../../ui/escape-hostile';
import { HostileText } from '../../ui/hostile-text';
import { outcomeText, problemText } from '../../ui/problem-text';
import { LogLines } from '../../ui/prompts';
import { ScrollRegion } from '../../ui/scroll-region';
import { TimeText } from '../../ui/time-text';
import { CommandRun } from '../commands/command-run';
import { groupLines } from './bulk-result';
import { operationWords } from './columns';
import { serviceOf } from './service-of';
import { StatusMark } from './status-mark';

export function OperationDrawer({ id, onClose }: { id: number; onClose: () => void }) {
  const { t } = useTranslation();
  const { data: record, error } = useQuery({
    queryKey: ['operations', 'one', id],
    queryFn: ({ signal }) => take(client.GET('/api/v1/operations/{id}', { params: { path: { id } }, signal })),
    refetchInterval: ({ state }) => (state.data?.retStatus === 'pending' ? 2_000 : false),
  });
  return (
    <DetailDrawer title={t('operations.one', { id })} onClose={onClose}>
      {error instanceof HttpError && <Banner tone="bad">{problemText(t, error).what}</Banner>}
      {record === undefined ? error === null && <Loading /> : <Record record={record} />}
    </DetailDrawer>
  );
}

function Record({ record }: { record: OperationRecord }) {
  const { t, i18n } = useTranslation();
  const text = outcomeText(t, record);
  const seconds = (record.durationMillis ?? 0) / 1000;
  const facts: [string, ReactNode][] = [
    ['logTime', <TimeText key="l" value={record.logTime} />],
    ['endTime', record.endTime ? <TimeText key="e" value={record.endTime} only="absolute" /> : '—'],
    [
      'duration',
      record.durationMillis == null
        ? '—'
        : `${new Intl.NumberFormat(i18n.language, { maximumFractionDigits: 2 }).format(seconds)} s`,
    ],
    [
      'userName',
      <HostileText
        key="u"
        text={`${record.userName}${record.role ? ` · ${t(`users.role.${record.role}`, { defaultValue: record.role })}` : ''}`}
      />,
    ],
    ['remoteAddress', record.remoteAddress ?? '—'],
    ['logType', t(`operations.type.${record.logType}`, { defaultValue: record.logType })],
    ['operation', <HostileText key="o" text={operationWords(t, record)} />],
    ['target', <Target key="t" record={record} />],
    ['mode', record.mode ?? '—'],
    ['logStatus', t(`operations.seen.${record.logStatus}`)],
    ['requestId', <code key="r">{record.requestId ?? '—'}</code>],
  ];
  return (
    <>
      <Banner tone={record.retStatus === 'succeeded' || record.retStatus === 'pending' ? 'info' : 'bad'}>
        <StatusMark status={record.retStatus} /> — {text.what}
        {record.retStatus !== 'succeeded' && <p>{text.next}</p>}
        {record.outcome?.exitCode != null && <p>{t('outcome.exit_code', { code: record.outcome.exitCode })}</p>}
      </Banner>
      <dl className="facts">
        {facts.map(([key, value]) => (
          <div className="fact" key={key}>
            <dt>{t(`operations.column.${key}`)}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <State name={t('operations.before')} of={record.before} />
      <State name={t('operations.after')} of={record.after} />
      <GroupLines record={record} />
      <LogLines lines={record.outcome?.lines ?? []} />
      {record.logType === 'command' && record.retStatus !== 'refused' && <CommandRun id={record.id} />}
    </>
  );
}

function GroupLines({ record }: { record: OperationRecord }) {
  const { t } = useTranslation();
  const lines = groupLines(t, record.outcome?.parameters.affected);
  return lines.length === 0 ? null : <BulkLines ended lines={lines} />;
}

function Target({ record }: { record: OperationRecord }) {
  const service = serviceOf(record);
  if (service !== undefined) {
    return (
      <Link to="/services" search={{ name: service }}>
        <HostileText text={service} />
      </Link>
    );
  }
  return <HostileText text={record.target ?? '—'} limit={400} />;
}

function State({ name, of }: { name: string; of: unknown }) {
  if (of === null || of === undefined) return null;
  const text = typeof of === 'string' ? of : JSON.stringify(of, null, 2);
  return (
    <section>
      <h3>{name}</h3>
      <ScrollRegion label={name} className="log-lines mono">
        {text.split('\n').map(escapeHostile).join('\n')}
      </ScrollRegion>
    </section>
  );
}
