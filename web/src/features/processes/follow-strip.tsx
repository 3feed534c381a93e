import { CloseButton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client, take } from '../../api/client';
import type { EventList, ProcessRow } from '../../api/model';
import { PROCESSES } from '../../live/shapes';
import { useLive } from '../../live/use-live';
import { formatBytes, formatNumber, formatTimeOfDay } from '../../ui/format';
import { HostileText } from '../../ui/hostile-text';
import { StateMark } from '../../ui/state-mark';
import { endText, toneOf } from '../events/event-text';
import { ProcessState } from './columns';
import './follow-strip.css';

interface Props {
  /// The key of the table: pid and start.
  process: string;
  onOpen: (row: ProcessRow) => void;
  onEnd: () => void;
}

/// The process that is followed stays in view whatever is filtered, and its end is told: when, and how.
export function FollowStrip({ process, onOpen, onEnd }: Props) {
  const { t, i18n } = useTranslation();
  const live = useLive('processes');
  const row = live?.byKey.get(process);
  const [last, setLast] = useState<ProcessRow>();
  useEffect(() => {
    if (row !== undefined) setLast(row);
  }, [row]);
  const shown = row ?? (last !== undefined && PROCESSES.keyOf(last) === process ? last : undefined);
  const ended = live !== undefined && row === undefined;
  return (
    <section className={ended ? 'follow ended' : 'follow'} aria-label={t('processes.followed')}>
      <span className="follow-name">
        <b>
          <HostileText text={shown?.comm ?? ''} limit={40} />
        </b>{' '}
        <span className="quiet">PID {process.split('.')[0]}</span>
      </span>
      {row !== undefined && (
        <>
          <Figure name={t('processes.column.cpuPercent')}>
            {row.cpuPercent == null ? '—' : formatNumber(row.cpuPercent, i18n.language, 1)}
          </Figure>
          <Figure name={t('processes.column.rssBytes')}>
            {row.rssBytes == null ? '—' : formatBytes(row.rssBytes, i18n.language)}
          </Figure>
          <ProcessState state={row.state} t={t} />
          <button type="button" className="follow-open" onClick={() => onOpen(row)}>
            {t('processes.details')}
          </button>
        </>
      )}
      <span role="status">{ended && <End process={process} />}</span>
      <CloseButton size="sm" className="follow-close" aria-label={t('processes.unfollow')} onClick={onEnd} />
    </section>
  );
}

function Figure({ name, children }: { name: string; children: ReactNode }) {
  return (
    <span>
      <span className="quiet">{name}</span> <b>{children}</b>
    </span>
  );
}

const TRIES = 3;

function End({ process }: { process: string }) {
  const { t, i18n } = useTranslation();
  const [pid = '', start = ''] = process.split('.');
  const { data, isPending } = useQuery({
    queryKey: ['events', 'end', process],
    queryFn: async ({ signal }) =>
      (await take(
        client.GET('/api/v1/events', { params: { query: { q: `pid:${pid}`, limit: '200' } }, signal }),
      )) as EventList,
    retry: false,
    // The end may be told a moment after the row is gone.
    refetchInterval: (query) => (query.state.dataUpdateCount < TRIES ? 1_000 : false),
  });
  const event = data?.items.find((each) => String(each.startTicks) === start && each.outcome !== 'running');
  if (event !== undefined) {
    const time = formatTimeOfDay(new Date(event.endTime ?? event.time), i18n.language);
    return <StateMark tone={toneOf(event)}>{t('processes.ended_so', { time, how: endText(event, t) })}</StateMark>;
  }
  return <StateMark tone="idle">{t(isPending ? 'processes.ended' : 'processes.ended_unseen')}</StateMark>;
}
