import { useCallback, useEffect, useSyncExternalStore } from 'react';
import { type Connection, LiveStore, type SliceName, type Slices, type Topic } from './live-store';
import { Tabs } from './tabs';

export const liveStore = new LiveStore();
export const tabs = new Tabs(liveStore);

/// One slice of the live data; renders again only when that slice changes.
export function useLive<Name extends SliceName>(name: Name): Slices[Name] {
  const subscribe = useCallback((listener: () => void) => liveStore.subscribe(name, listener), [name]);
  return useSyncExternalStore(subscribe, () => liveStore.get(name));
}

export function useTopic(topic: Topic) {
  useEffect(() => tabs.want(topic), [topic]);
}

export function isFresh(connection: Connection): boolean {
  return (connection.phase === 'live' || connection.phase === 'polling') && connection.agent.connected;
}

/// Why nothing may be done to what is on the screen right now, as a message key; undefined when it may.
export function staleReason(connection: Connection): string | undefined {
  if (!connection.agent.connected) return 'reason.agent_unavailable';
  if (connection.phase === 'live' || connection.phase === 'polling') return undefined;
  return connection.phase === 'ended' ? 'reason.session_ended' : 'reason.stale';
}

export function useStaleReason(): string | undefined {
  return staleReason(useLive('connection'));
}
