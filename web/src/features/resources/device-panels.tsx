import { useTranslation } from 'react-i18next';
import type { Resources } from '../../api/model';
import { Meter } from '../../charts/meter';
import { formatBytes, formatNumber, formatRate } from '../../ui/format';
import { HostileText } from '../../ui/hostile-text';
import { Panel } from '../../ui/page-head';
import { ScrollRegion } from '../../ui/scroll-region';
import { StateMark } from '../../ui/state-mark';

function useRate() {
  const { i18n } = useTranslation();
  return (value: number | null | undefined) =>
    value === null || value === undefined ? '—' : formatRate(value, i18n.language);
}

export function Disks({ resources }: { resources: Resources }) {
  const { t, i18n } = useTranslation();
  const rate = useRate();
  const disks = resources.disks ?? [];
  return (
    <Panel title={t('resources.disks.title')}>
      {disks.length === 0 ? (
        <p className="quiet">{t('resources.disks.none')}</p>
      ) : (
        <ScrollRegion label={t('resources.disks.title')}>
          <table className="plain-table">
            <thead>
              <tr>
                <th>{t('resources.disks.name')}</th>
                <th className="end">{t('resources.disks.read')}</th>
                <th className="end">{t('resources.disks.write')}</th>
                <th className="end">{t('resources.disks.busy')}</th>
              </tr>
            </thead>
            <tbody>
              {disks.map((disk) => (
                <tr key={disk.name}>
                  <td>{disk.name}</td>
                  <td className="end">{rate(disk.readBytesPerSecond)}</td>
                  <td className="end">{rate(disk.writeBytesPerSecond)}</td>
                  <td className="end">
                    {disk.busyPercent === null || disk.busyPercent === undefined
                      ? '—'
                      : `${formatNumber(disk.busyPercent, i18n.language)} %`}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollRegion>
      )}
    </Panel>
  );
}

export function FileSystems({ resources }: { resources: Resources }) {
  const { t, i18n } = useTranslation();
  const fileSystems = resources.fileSystems ?? [];
  return (
    <Panel title={t('resources.file_systems.title')}>
      {fileSystems.length === 0 ? (
        <p className="quiet">{t('resources.file_systems.none')}</p>
      ) : (
        <ScrollRegion label={t('resources.file_systems.title')} className="file-systems">
          <ul>
            {fileSystems.map((each) => {
              const used = each.usedBytes ?? 0;
              const reach = used + (each.availableBytes ?? 0);
              const percent = reach === 0 ? 0 : (used / reach) * 100;
              return (
                <li key={each.mountPoint}>
                  <span className="file-system-name">
                    <HostileText text={each.mountPoint} limit={60} />
                    <span className="quiet">
                      <HostileText text={`${each.device} · ${each.type}`} limit={60} />
                    </span>
                  </span>
                  <span>
                    {t('resources.file_systems.used', {
                      used: formatBytes(used, i18n.language),
                      total: formatBytes(each.totalBytes ?? 0, i18n.language),
                    })}{' '}
                    <b>{formatNumber(Math.ceil(percent), i18n.language)} %</b>
                  </span>
                  <Meter percent={percent} label={t('resources.file_systems.share', { percent: Math.ceil(percent) })} />
                </li>
              );
            })}
          </ul>
        </ScrollRegion>
      )}
    </Panel>
  );
}

export function Interfaces({ resources }: { resources: Resources }) {
  const { t, i18n } = useTranslation();
  const rate = useRate();
  const count = (value: number | null) => (value === null ? '—' : formatNumber(value, i18n.language, 1));
  return (
    <Panel title={t('resources.network.title')}>
      <ScrollRegion label={t('resources.network.title')}>
        <table className="plain-table">
          <thead>
            <tr>
              <th>{t('resources.network.name')}</th>
              <th>{t('resources.network.state')}</th>
              <th className="end">{t('resources.network.receive')}</th>
              <th className="end">{t('resources.network.transmit')}</th>
              <th className="end">{t('resources.network.errors')}</th>
              <th className="end">{t('resources.network.drops')}</th>
            </tr>
          </thead>
          <tbody>
            {(resources.interfaces ?? []).map((each) => (
              <tr key={each.name}>
                <td>
                  <HostileText text={each.name} />
                </td>
                <td>
                  <LinkState up={each.up} />
                </td>
                <td className="end">{rate(each.receiveBytesPerSecond)}</td>
                <td className="end">{rate(each.transmitBytesPerSecond)}</td>
                <td className="end">{count(sumOf(each.receiveErrorsPerSecond, each.transmitErrorsPerSecond))}</td>
                <td className="end">{count(sumOf(each.receiveDropsPerSecond, each.transmitDropsPerSecond))}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
    </Panel>
  );
}

function LinkState({ up }: { up: boolean | null | undefined }) {
  const { t } = useTranslation();
  if (up === null || up === undefined) return '—';
  return <StateMark tone={up ? 'ok' : 'idle'}>{t(up ? 'resources.network.up' : 'resources.network.down')}</StateMark>;
}

/// Null when neither is known: the first sample has no rates.
function sumOf(...values: (number | null | undefined)[]): number | null {
  const known = values.filter((value) => typeof value === 'number');
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0);
}
