import { useTranslation } from 'react-i18next';
import { ActionButton } from './action-button';
import { Icon } from './icons';

/// Holds what is on the screen, or lets it go on.
export function PauseButton({ paused, onChange }: { paused: boolean; onChange: () => void }) {
  const { t } = useTranslation();
  return (
    <ActionButton
      variant={paused ? 'filled' : 'default'}
      onClick={onChange}
      leftSection={<Icon name={paused ? 'play' : 'pause'} size={14} />}
    >
      {t(paused ? 'ui.resume' : 'ui.pause')}
    </ActionButton>
  );
}
