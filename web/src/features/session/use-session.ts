import { type Query, queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { client, take } from '../../api/client';
import { HttpError } from '../../api/http-error';
import type { Rights, Role, ServiceOperation, Session } from '../../api/model';
import { codedText } from '../../ui/problem-text';

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: ({ signal }) => take<Session>(client.GET('/api/v1/session', { signal })),
  staleTime: 60_000,
  retry: 1,
});

export function useSession(): Session | undefined {
  return useQuery(sessionQuery).data;
}

export function useSetSession(): (session: Session) => void {
  const client = useQueryClient();
  return (session) => {
    const before = client.getQueryData(sessionQuery.queryKey);
    client.setQueryData(sessionQuery.queryKey, session);
    if (before?.signedIn === session.signedIn && before.userName === session.userName) return;
    // What was fetched for somebody else, or before signing out, is nobody's to see. A view that is open already
    // would wait for ever for a query that is removed under it: it asks again.
    const others = { predicate: (query: Query) => query.queryKey[0] !== 'session' };
    client.removeQueries(session.signedIn ? { ...others, type: 'inactive' } : others);
    if (session.signedIn) void client.resetQueries({ ...others, type: 'active' });
  };
}

/// Ends a session that is not complete, so that somebody else can sign in.
export function useLeave(): () => Promise<void> {
  const setSession = useSetSession();
  return async () => {
    try {
      await take(client.DELETE('/api/v1/session'));
    } catch (error) {
      if (!(error instanceof HttpError)) throw error;
    }
    setSession(await take(client.GET('/api/v1/session')));
  };
}

const NO_RIGHTS: Rights = {
  signal: false,
  priority: false,
  services: {
    start: false,
    stop: false,
    restart: false,
    reload: false,
    enable: false,
    disable: false,
    resetFailed: false,
  },
  commands: false,
  templates: false,
  users: false,
  environment: false,
};

export interface Permissions {
  role: Role;
  rights: Rights;
  /// The reason for a disabled button, undefined when the act is allowed.
  whyNot: (allowed: boolean) => string | undefined;
  whyNotService: (operation: ServiceOperation) => string | undefined;
}

export function usePermissions(): Permissions {
  const { t } = useTranslation();
  const session = useSession();
  return useMemo(() => {
    const rights = session?.rights ?? NO_RIGHTS;
    const role = session?.role ?? 'viewer';
    const whyNot = (allowed: boolean) => {
      if (allowed) return undefined;
      if (session?.readOnlyReason) return codedText(t, { code: session.readOnlyReason });
      return t('reason.role', { role: t(`users.role.${role}`) });
    };
    const whyNotService = (operation: ServiceOperation) =>
      whyNot(rights.services[operation === 'reset-failed' ? 'resetFailed' : operation] ?? false);
    return { role, rights, whyNot, whyNotService };
  }, [session, t]);
}
