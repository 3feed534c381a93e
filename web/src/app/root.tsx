import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ErrorComponentProps, Outlet } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { watchUnauthorized } from '../api/client';
import type { FactorAdded } from '../api/model';
import { Entrance, Frame } from '../features/session/entrance';
import { StepUpDialog } from '../features/session/step-up-dialog';
import { sessionQuery, useSetSession } from '../features/session/use-session';
import { tabs, useLive } from '../live/use-live';
import { EmptyState, Loading } from '../ui/empty-state';
import { escapeHostile } from '../ui/escape-hostile';
import { PageHead } from '../ui/page-head';
import { showToast } from '../ui/prompt-store';
import { Prompts } from '../ui/prompts';
import { queryClient } from './query-client';
import { watchIgnored } from './search-params';
import { Shell } from './shell';

const Enrolment = lazy(() => import('../features/account/enrolment').then((module) => ({ default: module.Enrolment })));
const RecoveryCodesDialog = lazy(() =>
  import('../features/account/recovery-codes').then((module) => ({ default: module.RecoveryCodesDialog })),
);

/// Decides between the door and the house. The address is kept, so that signing in again leads back to the same view.
export function Root() {
  const { t } = useTranslation();
  const { data: session, error, refetch } = useQuery(sessionQuery);
  const setSession = useSetSession();
  // Of a factor that was added at the door; they are shown once, in the house.
  const [codes, setCodes] = useState<readonly string[]>([]);
  useIgnoredNotice();
  const ended = useSessionEnd(session?.signedIn === true);
  if (session === undefined) {
    if (error === null) return <Loading />;
    return (
      <main className="page">
        <EmptyState text={t('problem.server_unreachable.what')} />
        <div className="actions center">
          <Button onClick={() => refetch()}>{t('ui.try_again')}</Button>
        </div>
      </main>
    );
  }
  if (session.factorDue) {
    const enrolled = (added: FactorAdded) => {
      setCodes(added.recoveryCodes);
      setSession(added.session);
    };
    return (
      <>
        <Frame>
          <Suspense fallback={<Loading />}>
            <Enrolment due={session.factorDue} onAdded={enrolled} />
          </Suspense>
        </Frame>
        <StepUpDialog />
        <Prompts />
      </>
    );
  }
  if (!session.signedIn) return <Entrance session={session} ended={ended} />;
  return (
    <>
      <Shell session={session}>
        <Outlet />
      </Shell>
      {codes.length > 0 && (
        <Suspense>
          <RecoveryCodesDialog codes={codes} onClose={() => setCodes([])} />
        </Suspense>
      )}
      <StepUpDialog />
      <Prompts />
    </>
  );
}

/// Says once for each address which of its parts mean nothing.
function useIgnoredNotice() {
  const { t } = useTranslation();
  useEffect(() => {
    let said = '';
    watchIgnored((names) => {
      if (said === location.href) return;
      said = location.href;
      const list = escapeHostile(names.join(', ')).slice(0, 80);
      queueMicrotask(() => showToast(t('ui.address_ignored', { names: list })));
    });
    return () => watchIgnored(undefined);
  }, [t]);
}

/// Joins the live link while signed in; when the server says that the session is over, so does the page, at once.
function useSessionEnd(signedIn: boolean): boolean {
  const [ended, setEnded] = useState(false);
  const phase = useLive('connection').phase;
  // The link still says `ended` of the session before until it has begun anew.
  const begun = useRef(false);
  useEffect(() => {
    begun.current = false;
    if (!signedIn) return;
    setEnded(false);
    return tabs.join();
  }, [signedIn]);
  useEffect(() => {
    if (!signedIn) return;
    const leave = () => {
      setEnded(true);
      queryClient.removeQueries({ predicate: (query) => query.queryKey[0] !== 'session' });
      queryClient.invalidateQueries({ queryKey: ['session'] });
    };
    watchUnauthorized(leave);
    if (phase !== 'ended') begun.current = true;
    else if (begun.current) leave();
    return () => watchUnauthorized(() => {});
  }, [signedIn, phase]);
  return ended;
}

export function NotFound() {
  const { t } = useTranslation();
  return (
    <main className="page" id="main">
      <PageHead title={t('ui.no_such_page')} />
      <EmptyState text={t('ui.no_such_page_text')} />
    </main>
  );
}

export function RouteFailure({ error }: ErrorComponentProps) {
  const { t } = useTranslation();
  return (
    <main className="page" id="main">
      <EmptyState text={t('ui.page_failed', { message: error instanceof Error ? error.message : String(error) })} />
      <div className="actions center">
        <Button onClick={() => location.reload()}>{t('ui.reload_page')}</Button>
      </div>
    </main>
  );
}
