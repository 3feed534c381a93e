import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import './selection.css';
import { ScrollRegion } from './scroll-region';

export interface BulkLine {
  key: string;
  target: ReactNode;
  /// What it is now, or how it ended.
  state: ReactNode;
  /// It was or will be left out.
  leftOut?: boolean;
}

/// One line for each target of an act on many: before it as a preview, after it as the result that stays.
export function BulkLines({ lines, ended }: { lines: readonly BulkLine[]; ended: boolean }) {
  const { t } = useTranslation();
  return (
    <ScrollRegion label={t(ended ? 'ui.bulk_result' : 'ui.bulk_now')} className="bulk-lines" role="status">
      <table>
        <thead>
          <tr>
            <th>{t('ui.bulk_target')}</th>
            <th>{t(ended ? 'ui.bulk_result' : 'ui.bulk_now')}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={line.key} className={line.leftOut ? 'left-out' : undefined}>
              <td>{line.target}</td>
              <td>{line.state}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}
