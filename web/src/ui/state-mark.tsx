import type { ReactNode } from 'react';
import { Icon, type IconName } from './icons';
import './state-mark.css';

export type Tone = 'ok' | 'bad' | 'warn' | 'idle' | 'busy';
const ICONS: Record<Tone, IconName> = { ok: 'dot', bad: 'cross', warn: 'warn', idle: 'ring', busy: 'half' };

/// A state as shape, colour and words at once.
export function StateMark({ tone, children }: { tone: Tone; children: ReactNode }) {
  return (
    <span className={`state-mark ${tone}`}>
      <Icon name={ICONS[tone]} size={14} />
      <span>{children}</span>
    </span>
  );
}
