import { SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client, take } from '../../api/client';
import type { ScheduleItem } from '../../api/model';
import { Banner } from '../../ui/banner';
import { EmptyState, Loading } from '../../ui/empty-state';
import { HostileText } from '../../ui/hostile-text';
import { Panel } from '../../ui/page-head';
import { codedText } from '../../ui/problem-text';
import { ScrollRegion } from '../../ui/scroll-region';
import { TimeText } from '../../ui/time-text';
import './schedule.css';

/// Scheduled tasks: crontabs of all users, system crontabs and timers, with what comes next first.
export function SchedulePanel() {
  const { t } = useTranslation();
  const [kind, setKind] = useState<'all' | 'cron' | 'timer'>('all');
  const { data, isError } = useQuery({
    queryKey: ['schedule'],
    queryFn: ({ signal }) => take(client.GET('/api/v1/schedule', { signal })),
    refetchInterval: 60_000,
  });
  const items = useMemo(
    () =>
      sorted(data?.items ?? []).filter(
        (item) => kind === 'all' || (item.sourceKind === 'timer') === (kind === 'timer'),
      ),
    [data, kind],
  );
  return (
    <Panel
      title={t('schedule.title')}
      note={
        <SegmentedControl
          size="xs"
          value={kind}
          onChange={(value) => setKind(value as typeof kind)}
          aria-label={t('schedule.kind')}
          data={[
            { value: 'all', label: t('schedule.all', { count: data?.total ?? 0 }) },
            { value: 'cron', label: 'cron' },
            { value: 'timer', label: t('schedule.timers') },
          ]}
        />
      }
    >
      <div className="stack">
        {data?.unavailable?.map((each) => (
          <Banner key={each.source}>
            {t('schedule.unavailable', { source: each.source, reason: codedText(t, { code: each.reason }) })}
          </Banner>
        ))}
        {data === undefined ? (
          isError ? (
            <EmptyState text={t('schedule.failed')} />
          ) : (
            <Loading />
          )
        ) : items.length === 0 ? (
          <EmptyState text={t('schedule.none')} />
        ) : (
          <ScrollRegion label={t('schedule.title')}>
            <table className="plain-table schedule">
              <thead>
                <tr>
                  <th>{t('schedule.next_run')}</th>
                  <th>{t('schedule.when')}</th>
                  <th>{t('schedule.command')}</th>
                  <th>{t('schedule.user')}</th>
                  <th>{t('schedule.last_run')}</th>
                  <th>{t('schedule.source')}</th>
                </tr>
              </thead>
              <tbody>
                {items.map((item) => (
                  <Row key={`${item.source} ${item.schedule} ${item.command} ${item.unit ?? ''}`} item={item} />
                ))}
              </tbody>
            </table>
          </ScrollRegion>
        )}
      </div>
    </Panel>
  );
}

function Row({ item }: { item: ScheduleItem }) {
  const { t } = useTranslation();
  return (
    <tr>
      <td className="nowrap">
        {item.error ? (
          <span className="bad-text">{t('schedule.broken')}</span>
        ) : item.nextRun ? (
          <TimeText value={item.nextRun} />
        ) : (
          <span className="quiet">{t('schedule.not_planned')}</span>
        )}
      </td>
      <td>
        <code>
          <HostileText text={item.schedule} limit={80} />
        </code>
      </td>
      <td>
        <code>
          <HostileText text={item.command} limit={160} />
        </code>
        {item.unit && (
          <>
            {' '}
            <Link to="/services" search={{ name: item.unit }}>
              <HostileText text={item.unit} />
            </Link>
          </>
        )}
        {item.error && (
          <p className="bad-text">
            <HostileText text={item.error} />
          </p>
        )}
      </td>
      <td>{item.user ? <HostileText text={item.user} /> : <span className="quiet">—</span>}</td>
      <td className="nowrap">
        {item.lastRun ? (
          <TimeText value={item.lastRun} only="relative" />
        ) : (
          <span className="quiet">{t('schedule.unknown')}</span>
        )}
      </td>
      <td className="quiet">
        <HostileText text={item.source} limit={80} />
      </td>
    </tr>
  );
}

function sorted(items: readonly ScheduleItem[]): ScheduleItem[] {
  return [...items].sort((a, b) => (a.nextRun ?? '9').localeCompare(b.nextRun ?? '9'));
}
