import type { ReactNode } from 'react';

interface Props {
  /// What scrolls, for somebody who hears the page.
  label: string;
  className?: string;
  children: ReactNode;
}

/// A part of a page that scrolls by itself when it does not fit. Whether it fits is known only with the data, so it can always be reached by keyboard.
export function ScrollRegion({ label, className, children }: Props) {
  return (
    <div
      className={className ? `scroll-region ${className}` : 'scroll-region'}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
      tabIndex={0}
      role="group"
      aria-label={label}
    >
      {children}
    </div>
  );
}
