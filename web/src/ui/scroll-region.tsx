import type { ReactNode, Ref } from 'react';

interface Props {
  /// What scrolls, for somebody who hears the page.
  label: string;
  className?: string;
  /// What it is, where it is more than a group: news are then read out as they come.
  role?: 'group' | 'log' | 'status';
  ref?: Ref<HTMLDivElement>;
  children: ReactNode;
}

/// A part of a page that scrolls by itself when it does not fit. Whether it fits is known only with the data, so it can always be reached by keyboard.
export function ScrollRegion({ label, className, role = 'group', ref, children }: Props) {
  return (
    // biome-ignore lint/a11y/useAriaPropsSupportedByRole: each role of Props has a name.
    <div
      className={className ? `scroll-region ${className}` : 'scroll-region'}
      tabIndex={0}
      role={role}
      ref={ref}
      aria-label={label}
    >
      {children}
    </div>
  );
}
