import type { ReactNode } from 'react';
import { Icon } from './icons';
import './banner.css';

export function Banner({ tone = 'warn', children }: { tone?: 'warn' | 'bad' | 'info'; children: ReactNode }) {
  return (
    <div className={`banner ${tone}`} role={tone === 'bad' ? 'alert' : 'note'}>
      <Icon name={tone === 'info' ? 'info' : 'warn'} />
      <div>{children}</div>
    </div>
  );
}
