import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EventRow } from '../../api/model';
import { Banner } from '../../ui/banner';
import { DetailDrawer } from '../../ui/detail-drawer';
import { EmptyState, Loading } from '../../ui/empty-state';
import { formatBytes } from '../../ui/format';
import { HostileText } from '../../ui/hostile-text';
import { StateMark } from '../../ui/state-mark';
import { TimeText } from '../../ui/time-text';
import { endText, isFailure, lifeText, toneOf, unitText } from './event-text';

export function EventDrawer({
  event: now,
  loaded,
  onClose,
}: {
  event: EventRow | undefined;
  loaded: boolean;
  onClose: () => void;
}) {
  const { t, i18n } = useTranslation();
  const [last, setLast] = useState(now);
  if (now !== undefined && now !== last) setLast(now);
  const event = now ?? last;
  if (event === undefined) {
    return (
      <DetailDrawer title={t('events.one')} onClose={onClose}>
        {loaded ? <EmptyState text={t('events.forgotten')} /> : <Loading />}
      </DetailDrawer>
    );
  }
  const unit = unitText(event, t);
  return (
    <DetailDrawer
      title={
        <>
          <HostileText text={event.comm} limit={40} /> <span className="quiet">PID {event.pid}</span>
        </>
      }
      onClose={onClose}
    >
      {unit !== undefined && <Banner tone={isFailure(event) ? 'bad' : 'warn'}>{unit}</Banner>}
      {event.outcome === 'unseen' && <Banner>{t('events.unseen_hint')}</Banner>}
      <p className="mono command-text">
        <HostileText text={event.cmdline || event.comm || '—'} limit={4000} />
      </p>
      {!event.ownProgram && <p className="quiet">{t('events.forked')}</p>}
      <div className="actions">
        {event.outcome === 'running' && (
          <Link to="/processes" search={{ pid: event.pid, start: event.startTicks }}>
            {t('events.to_process')}
          </Link>
        )}
        {event.unit?.endsWith('.service') && (
          <Link to="/services" search={{ name: event.unit }}>
            {t('processes.to_service', { name: event.unit })}
          </Link>
        )}
      </div>
      <dl className="facts">
        <dt>{t('events.column.outcome')}</dt>
        <dd>
          <StateMark tone={toneOf(event)}>{endText(event, t)}</StateMark>
        </dd>
        <dt>{t('events.started')}</dt>
        <dd>
          <TimeText value={event.startTime} />
          {!event.startSeen && <span className="quiet"> {t('events.before')}</span>}
        </dd>
        <dt>{t('events.ended')}</dt>
        <dd>
          <TimeText value={event.endTime} />
        </dd>
        <dt>{t('events.column.durationSeconds')}</dt>
        <dd>{lifeText(event.durationSeconds, i18n.language)}</dd>
        <dt>{t('events.column.cpuSeconds')}</dt>
        <dd>{lifeText(event.cpuSeconds, i18n.language)}</dd>
        <dt>{t('events.column.peakRssBytes')}</dt>
        <dd>{event.peakRssBytes == null ? '—' : formatBytes(event.peakRssBytes, i18n.language)}</dd>
        <dt>{t('events.column.parentComm')}</dt>
        <dd>
          <HostileText text={event.parentComm ?? ''} limit={40} />{' '}
          <span className="quiet">{event.ppid == null ? '—' : `PID ${event.ppid}`}</span>
        </dd>
        <dt>{t('events.column.user')}</dt>
        <dd>
          <HostileText text={event.user ?? ''} limit={80} />{' '}
          <span className="quiet">{event.uid == null ? '—' : `UID ${event.uid}`}</span>
        </dd>
        <dt>{t('events.column.unit')}</dt>
        <dd>{event.unit ? <HostileText text={event.unit} limit={120} /> : '—'}</dd>
      </dl>
    </DetailDrawer>
  );
}
