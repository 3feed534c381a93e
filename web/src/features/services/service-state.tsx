import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { ServiceRow } from '../../api/model';
import { StateMark, type Tone } from '../../ui/state-mark';

const TONES: Readonly<Record<string, Tone>> = {
  active: 'ok',
  reloading: 'busy',
  activating: 'busy',
  deactivating: 'busy',
  failed: 'bad',
  inactive: 'idle',
  maintenance: 'warn',
};

/// Sub-states that say no more than the state itself.
const PLAIN: ReadonlySet<string> = new Set(['running', 'dead', 'starting', 'stopping', 'stopped']);

type Stated = Pick<ServiceRow, 'activeState' | 'subState' | 'loadState'>;

export function toneOf({ activeState, loadState }: Stated): Tone {
  if (loadState === 'masked') return 'idle';
  if (loadState === 'error' || loadState === 'bad-setting') return 'bad';
  return TONES[activeState] ?? 'warn';
}

export function stateWords(t: TFunction, { activeState, subState, loadState }: Stated): string {
  if (loadState === 'masked' || loadState === 'not-found' || loadState === 'error' || loadState === 'bad-setting') {
    const active =
      activeState === 'inactive' ? '' : ` · ${t(`services.state.${activeState}`, { defaultValue: activeState })}`;
    return t(`services.load.${loadState}`) + active;
  }
  const sub =
    subState && subState !== activeState && !PLAIN.has(subState)
      ? t(`services.sub.${subState}`, { defaultValue: subState })
      : '';
  // What is active and does not run (a finished oneshot, a mount) is not said to be running.
  const state =
    activeState === 'active' && sub !== ''
      ? t('services.active_otherwise')
      : t(`services.state.${activeState}`, { defaultValue: activeState });
  return sub === '' || sub === state ? state : `${state} · ${sub}`;
}

export function ServiceState({ service }: { service: Stated }) {
  const { t } = useTranslation();
  return (
    <span title={`${service.loadState} / ${service.activeState} / ${service.subState}`}>
      <StateMark tone={toneOf(service)}>{stateWords(t, service)}</StateMark>
    </span>
  );
}
