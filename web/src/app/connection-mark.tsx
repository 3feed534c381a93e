import { useTranslation } from 'react-i18next';
import { tabs, useLive } from '../live/use-live';
import { formatRelative } from '../ui/format';
import { Icon } from '../ui/icons';
import { useNow } from '../ui/use-now';

/// Says at every moment how old what is on the screen may be.
export function ConnectionMark() {
  const { t, i18n } = useTranslation();
  const connection = useLive('connection');
  const now = useNow();
  const since = formatRelative(new Date(connection.since), Math.max(now, connection.since), i18n.language);
  const down = !connection.agent.connected && connection.phase !== 'stale';
  const state = down ? 'agent_down' : connection.phase;
  const text = t(`connection.${state}`, { since });
  const tone = state === 'live' ? 'ok' : state === 'connecting' ? 'idle' : state === 'polling' ? 'warn' : 'bad';
  return (
    <button
      type="button"
      className={`connection ${tone}`}
      title={t(`connection.${state}_hint`, { since, seconds: connection.periodMillis / 1000 })}
      onClick={tabs.retry}
      data-state={state}
    >
      <Icon name={tone === 'ok' ? 'dot' : tone === 'idle' ? 'half' : 'warn'} size={14} />
      <span role="status">{text}</span>
    </button>
  );
}
