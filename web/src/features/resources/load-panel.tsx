import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { PressureFigures, Resources } from '../../api/model';
import { MiniChart } from '../../charts/mini-chart';
import { chartData } from '../../live/history';
import { useLive } from '../../live/use-live';
import { formatNumber } from '../../ui/format';
import { Panel } from '../../ui/page-head';
import { ScrollRegion } from '../../ui/scroll-region';

const KINDS = ['cpu', 'memory', 'io'] as const;

export function LoadPanel({ resources, seconds }: { resources: Resources; seconds: number }) {
  const { t, i18n } = useTranslation();
  const history = useLive('history');
  const data = useMemo(() => chartData(history, [(point) => point.load]), [history]);
  const { load } = resources;
  return (
    <Panel title={t('resources.load.title')} note={t('resources.load.note')}>
      <div className="load">
        <p className="load-figures">
          {[load?.one, load?.five, load?.fifteen].map((value, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the three averages are their places.
            <b key={index}>{value === undefined ? '—' : formatNumber(value, i18n.language, 2)}</b>
          ))}
        </p>
        <MiniChart
          label={t('resources.load.title')}
          data={data}
          series={[{ label: '', colour: '--chart-1' }]}
          seconds={seconds}
          height={34}
        />
      </div>
      <ScrollRegion label={t('resources.pressure.title')}>
        <table className="plain-table pressure">
          <thead>
            <tr>
              <th>{t('resources.pressure.title')}</th>
              <th className="end">{t('resources.pressure.some10')}</th>
              <th className="end">{t('resources.pressure.some60')}</th>
              <th className="end">{t('resources.pressure.full10')}</th>
            </tr>
          </thead>
          <tbody>
            {KINDS.map((kind) => (
              <Pressure key={kind} name={t(`resources.pressure.${kind}`)} figures={resources.pressure?.[kind]} />
            ))}
          </tbody>
        </table>
      </ScrollRegion>
    </Panel>
  );
}

function Pressure({ name, figures }: { name: string; figures: PressureFigures | null | undefined }) {
  const { t, i18n } = useTranslation();
  const cell = (value: number | null | undefined) =>
    value === null || value === undefined ? '—' : `${formatNumber(value, i18n.language, 1)} %`;
  return (
    <tr>
      <td>{name}</td>
      {figures ? (
        <>
          <td className="end">{cell(figures.someAvg10)}</td>
          <td className="end">{cell(figures.someAvg60)}</td>
          <td className="end">{cell(figures.fullAvg10)}</td>
        </>
      ) : (
        <td className="quiet end" colSpan={3}>
          {t('ui.unsupported')}
        </td>
      )}
    </tr>
  );
}
