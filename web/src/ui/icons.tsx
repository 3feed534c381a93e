import type { ReactNode } from 'react';

/// The page's icons, drawn on a 16-unit square with one stroke. They never carry meaning alone: words stand beside them.
const PATHS = {
  search: <path d="M7 12a5 5 0 1 0 0-10 5 5 0 0 0 0 10Zm7 2-3.5-3.5" />,
  check: <path d="m3 8.5 3.2 3.2L13 5" />,
  cross: <path d="m4 4 8 8M12 4l-8 8" />,
  warn: <path d="M8 2.5 14.5 14h-13L8 2.5Zm0 4.3v3.4m0 1.6v.1" />,
  info: <path d="M8 14.5a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13Zm0-7.2v4m0-6v.1" />,
  dot: <circle cx="8" cy="8" r="3.4" fill="currentColor" stroke="none" />,
  ring: <circle cx="8" cy="8" r="3.6" />,
  half: <path d="M8 4.4a3.6 3.6 0 1 0 0 7.2Zm0 0a3.6 3.6 0 0 1 0 7.2" />,
  play: <path d="M5 3.2v9.6L12.5 8 5 3.2Z" />,
  stop: <path d="M4 4h8v8H4Z" />,
  restart: <path d="M13 8a5 5 0 1 1-1.6-3.7M13 2v3h-3" />,
  reload: <path d="M3 8a5 5 0 0 1 8.6-3.5L13 6M13 3v3h-3m3 2a5 5 0 0 1-8.6 3.5L3 10m0 3v-3h3" />,
  pause: <path d="M5.5 3.5v9m5-9v9" />,
  columns: <path d="M2.5 3h11v10h-11ZM6.2 3v10m3.6-10v10" />,
  tree: <path d="M3 3h4M3 3v9.5h4M3 8h4m2-5h4.5M9 8h4.5M9 12.5h4.5" />,
  list: <path d="M3 4h10M3 8h10M3 12h10" />,
  copy: <path d="M5.5 5.5h8v8h-8Zm-3 5v-8h8" />,
  chevron: <path d="m6 4 4 4-4 4" />,
  down: <path d="m4 6 4 4 4-4" />,
  more: <path d="M3.5 8h.1M8 8h.1m4.4 0h.1" strokeWidth="2.4" />,
  sun: (
    <path d="M8 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6Zm0-9.5V3m0 10v1.5M1.5 8H3m10 0h1.5M3.4 3.4l1 1m7.2 7.2 1 1m0-9.2-1 1m-7.2 7.2-1 1" />
  ),
  moon: <path d="M13.5 9.5A6 6 0 0 1 6.5 2.5a6 6 0 1 0 7 7Z" />,
  user: <path d="M8 8a3 3 0 1 0 0-6 3 3 0 0 0 0 6Zm-5.5 6a5.5 5.5 0 0 1 11 0" />,
  globe: (
    <path d="M8 14.5a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13Zm-6.5-6.5h13M8 1.5c2 2 2.8 4.200 2.800 6.500S10 12.500 8 14.500C6 12.500 5.200 10.300 5.200 8S6 3.500 8 1.500Z" />
  ),
  lock: <path d="M4 7.500h8V14H4Zm1.800 0V5a2.200 2.200 0 0 1 4.400 0v2.500" />,
  link: (
    <path d="M6.500 9.500 9.500 6.500M7 4.500l1.700-1.700a3.200 3.200 0 0 1 4.500 4.500L11.500 9m-7-2L2.800 8.700a3.200 3.200 0 0 0 4.500 4.500L9 11.500" />
  ),
  terminal: <path d="M2 3h12v10H2Zm2.500 3 2 2-2 2M8 10h3" />,
  pulse: <path d="M1.500 9.500h3l2-6 3 9 2-5.500h3" />,
  gauge: <path d="M2.500 12a6.500 6.500 0 1 1 11 0M8 9l2.500-3.500" />,
  log: <path d="M3.500 2h9v12h-9ZM6 5.500h4M6 8h4m-4 2.500h2.500" />,
  gear: (
    <path d="M8 10.200a2.200 2.200 0 1 0 0-4.400 2.200 2.200 0 0 0 0 4.400ZM8 1.800v2M8 12.200v2M1.800 8h2m8.400 0h2M3.600 3.600 5 5m6 6 1.400 1.400m0-8.800L11 5m-6 6-1.400 1.400" />
  ),
} satisfies Record<string, ReactNode>;
export type IconName = keyof typeof PATHS;

export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return (
    <svg
      className="icon"
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      {PATHS[name]}
    </svg>
  );
}
