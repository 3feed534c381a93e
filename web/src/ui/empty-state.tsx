import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import './empty-state.css';

/// Says that there is nothing and why, and offers the way out when filters are the reason.
export function EmptyState({ text, onClear }: { text: string; onClear?: () => void }) {
  const { t } = useTranslation();
  return (
    <div className="empty-state">
      <p>{text}</p>
      {onClear && (
        <Button size="xs" variant="default" onClick={onClear}>
          {t('ui.clear_filters')}
        </Button>
      )}
    </div>
  );
}

export function Loading() {
  const { t } = useTranslation();
  return (
    <div className="empty-state" role="status">
      <p className="loading">{t('ui.loading')}</p>
    </div>
  );
}
