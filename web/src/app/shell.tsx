import { ActionIcon, Menu } from '@mantine/core';
import { Link, useNavigate } from '@tanstack/react-router';
import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { basePath, client, take } from '../api/client';
import type { Session } from '../api/model';
import { useUnseen } from '../features/operations/use-unseen';
import { SearchBox } from '../features/search/search-box';
import { useAct } from '../features/session/use-act';
import { sessionQuery, useSetSession } from '../features/session/use-session';
import { useLive, useTopic } from '../live/use-live';
import { Icon, type IconName } from '../ui/icons';
import { LanguageMenu, ThemeButton } from '../ui/preferences';
import { ConnectionMark } from './connection-mark';
import { Notices } from './notices';
import { queryClient } from './query-client';
import './shell.css';

const VIEWS = [
  { to: '/', key: 'overview', icon: 'gauge' },
  { to: '/processes', key: 'processes', icon: 'pulse' },
  { to: '/sockets', key: 'sockets', icon: 'link' },
  { to: '/services', key: 'services', icon: 'gear' },
  { to: '/events', key: 'events', icon: 'list' },
  { to: '/operations', key: 'operations', icon: 'log' },
] as const satisfies readonly { to: string; key: string; icon: IconName }[];

export function Shell({ session, children }: { session: Session; children: ReactNode }) {
  const { t } = useTranslation();
  useTopic('operations');
  useFreshRights();
  useEffect(() => {
    document.title = t('ui.title');
  }, [t]);
  return (
    <>
      <a className="skip-link" href="#main">
        {t('ui.skip')}
      </a>
      <header className="shell-head">
        <Link to="/" className="wordmark" aria-label={t('ui.title')}>
          <img src={`${basePath}favicon.svg`} alt="" width={22} height={22} />
          <span>Procdeck</span>
        </Link>
        <Navigation />
        <SearchBox />
        <ConnectionMark />
        <div className="shell-tools">
          <LanguageMenu />
          <ThemeButton />
          <UserMenu session={session} />
        </div>
      </header>
      <Notices session={session} />
      {children}
    </>
  );
}

/// What one may do depends on the agent and its policy: it is asked for again whenever there is news of them.
function useFreshRights() {
  const { agent } = useLive('connection');
  const heard = useRef(agent);
  useEffect(() => {
    if (heard.current === agent) return;
    heard.current = agent;
    queryClient.invalidateQueries({ queryKey: sessionQuery.queryKey });
    queryClient.invalidateQueries({ queryKey: ['service'] });
  }, [agent]);
}

function Navigation() {
  const { t } = useTranslation();
  const unseen = useUnseen();
  return (
    <nav aria-label={t('nav.label')} className="shell-nav">
      {VIEWS.map((view) => (
        <Link
          key={view.to}
          to={view.to}
          activeOptions={{ exact: view.to === '/', includeSearch: false }}
          className="shell-link"
        >
          <span className="shell-link-icon">
            <Icon name={view.icon} size={18} />
          </span>
          <span>{t(`nav.${view.key}`)}</span>
          {view.key === 'operations' && unseen !== undefined && unseen > 0 && (
            <span className="unseen-badge" data-testid="unseen">
              <span aria-hidden="true">{unseen > 999 ? '999+' : unseen}</span>
              <span className="visually-hidden">{t('operations.unseen', { count: unseen })}</span>
            </span>
          )}
        </Link>
      ))}
    </nav>
  );
}

function UserMenu({ session }: { session: Session }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const setSession = useSetSession();
  const { act } = useAct();
  const signOut = () =>
    act({
      what: t('session.sign_out'),
      run: async () => {
        await take(client.DELETE('/api/v1/session'));
        setSession({ setupRequired: false, signedIn: false, stepUpMaxAgeSeconds: session.stepUpMaxAgeSeconds });
      },
      touches: ['session'],
    });
  return (
    <Menu position="bottom-end" transitionProps={{ duration: 0 }}>
      <Menu.Target>
        <ActionIcon
          variant="subtle"
          size="lg"
          className="quiet-icon"
          aria-label={t('nav.user', { user: session.userName })}
        >
          <Icon name="user" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {session.userName} · {t(`users.role.${session.role ?? 'viewer'}`)}
        </Menu.Label>
        <Menu.Item onClick={() => navigate({ to: '/policy' })}>{t('nav.policy')}</Menu.Item>
        <Menu.Item onClick={() => navigate({ to: '/account' })}>{t('nav.account')}</Menu.Item>
        {session.rights?.users && <Menu.Item onClick={() => navigate({ to: '/users' })}>{t('nav.users')}</Menu.Item>}
        <Menu.Divider />
        <Menu.Item onClick={signOut}>{t('session.sign_out')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
