import { CloseButton } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { client, take } from '../../api/client';
import { HttpError } from '../../api/http-error';
import type { PastProcess } from '../../api/model';
import { Meter } from '../../charts/meter';
import { Banner } from '../../ui/banner';
import { Loading } from '../../ui/empty-state';
import { formatBytes, formatNumber, formatRate, formatTimeOfDay } from '../../ui/format';
import { HostileText } from '../../ui/hostile-text';
import { problemText } from '../../ui/problem-text';
import { ScrollRegion } from '../../ui/scroll-region';
import { StateMark } from '../../ui/state-mark';
import { useDebounced } from '../../ui/use-debounced';

const SETTLE_MILLIS = 150;

/// Which processes it was: those that mattered in the sample that covers a moment.
export function Moment({ time, onClose }: { time: number; onClose: () => void }) {
  const { t, i18n } = useTranslation();
  // Held arrow keys pass many moments; only where they stop is asked about.
  const at = new Date(useDebounced(time, SETTLE_MILLIS) * 1000).toISOString();
  const { data, error } = useQuery({
    queryKey: ['resources', 'history', 'processes', at],
    queryFn: ({ signal }) =>
      take(client.GET('/api/v1/resources/history/processes', { params: { query: { at } }, signal })),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    retry: false,
  });
  const items = [...(data?.items ?? [])].sort(
    (a, b) => (b.cpuPercent ?? -1) - (a.cpuPercent ?? -1) || b.rssBytes - a.rssBytes,
  );
  const all = data?.cpuPercent ?? 0;
  return (
    <section className="moment" aria-label={t('history.which')}>
      <div className="moment-head" role="status">
        <h3>{t('history.which')}</h3>
        {data !== undefined && error === null && (
          <span className="quiet">
            {t('history.sample', {
              time: formatTimeOfDay(new Date(data.time), i18n.language),
              seconds: formatNumber(data.intervalSeconds, i18n.language, 1),
              count: data.total,
              cpu: formatNumber(all, i18n.language, 1),
            })}
          </span>
        )}
        <CloseButton size="sm" aria-label={t('history.close')} onClick={onClose} />
      </div>
      {error instanceof HttpError && <Banner>{`${problemText(t, error).what} ${problemText(t, error).next}`}</Banner>}
      {data === undefined && error === null && <Loading />}
      {error === null && items.length > 0 && (
        <ScrollRegion className="moment-scroll" label={t('history.which')}>
          <table className="plain-table">
            <thead>
              <tr>
                <th>{t('processes.column.comm')}</th>
                <th>{t('processes.column.cpuPercent')}</th>
                <th className="end">{t('processes.column.rssBytes')}</th>
                <th className="end wide">{t('history.io')}</th>
                <th className="wide">{t('processes.column.user')}</th>
                <th className="wide">{t('processes.column.unit')}</th>
                <th>{t('history.now')}</th>
              </tr>
            </thead>
            <tbody>
              {items.map((item) => (
                <Row key={`${item.pid}.${item.startTicks}`} item={item} all={all} />
              ))}
            </tbody>
          </table>
        </ScrollRegion>
      )}
    </section>
  );
}

function Row({ item, all }: { item: PastProcess; all: number }) {
  const { t, i18n } = useTranslation();
  const cpu = item.cpuPercent ?? undefined;
  const io = (item.readBytesPerSecond ?? 0) + (item.writeBytesPerSecond ?? 0);
  const ioKnown = item.readBytesPerSecond != null || item.writeBytesPerSecond != null;
  const share = cpu === undefined || all <= 0 ? 0 : (cpu / all) * 100;
  return (
    <tr>
      <td className="name" title={undefined}>
        {item.alive ? (
          <Link to="/processes" search={{ pid: item.pid, start: item.startTicks }}>
            <HostileText text={item.comm} limit={40} />
          </Link>
        ) : (
          <HostileText text={item.comm} limit={40} />
        )}{' '}
        <span className="quiet">{item.pid}</span>
        <div className="mono quiet">
          <HostileText text={item.cmdline || `[${item.comm}]`} limit={90} />
        </div>
      </td>
      <td>
        {cpu === undefined ? (
          <span className="quiet">—</span>
        ) : (
          <span className="share">
            <Meter percent={share} plain label={t('history.share', { percent: Math.round(share) })} />
            <span>{formatNumber(cpu, i18n.language, 1)} %</span>
          </span>
        )}
      </td>
      <td className="end">{formatBytes(item.rssBytes, i18n.language)}</td>
      <td className="end wide">{!ioKnown ? '—' : io === 0 ? '0' : formatRate(io, i18n.language)}</td>
      <td className="wide">
        <HostileText text={item.user} limit={30} />
      </td>
      <td className="wide">
        {item.unit ? <HostileText text={item.unit} limit={40} /> : <span className="quiet">—</span>}
      </td>
      <td>
        <StateMark tone={item.alive ? 'ok' : 'idle'}>{t(item.alive ? 'history.alive' : 'history.ended')}</StateMark>
      </td>
    </tr>
  );
}
