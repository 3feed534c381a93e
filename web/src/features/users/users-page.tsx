import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client, take } from '../../api/client';
import { HttpError } from '../../api/http-error';
import type { Role, User } from '../../api/model';
import { ActionButton } from '../../ui/action-button';
import { Banner } from '../../ui/banner';
import { EmptyState, Loading } from '../../ui/empty-state';
import { HostileText } from '../../ui/hostile-text';
import { PageHead, Panel } from '../../ui/page-head';
import { problemText } from '../../ui/problem-text';
import { showToast } from '../../ui/prompt-store';
import { ScrollRegion } from '../../ui/scroll-region';
import { StateMark } from '../../ui/state-mark';
import { TimeText } from '../../ui/time-text';
import { useAct } from '../session/use-act';
import { usePermissions, useSession } from '../session/use-session';
import { ROLES } from './roles';
import { InviteDialog, ResetDialog } from './user-dialogs';
import './users.css';

export function UsersPage() {
  const { t } = useTranslation();
  const { rights, whyNot } = usePermissions();
  const [dialog, setDialog] = useState<'add' | { reset: User }>();
  const { data, error } = useQuery({
    queryKey: ['users'],
    queryFn: ({ signal }) => take(client.GET('/api/v1/users', { signal })),
    enabled: rights.users,
  });
  return (
    <main className="page" id="main">
      <PageHead
        title={t('nav.users')}
        note={data && t('users.count', { count: data.total })}
        command="procdeck user list"
      >
        <ActionButton reason={whyNot(rights.users)} onClick={() => setDialog('add')}>
          {t('users.add')}
        </ActionButton>
      </PageHead>
      {!rights.users && <EmptyState text={t('users.admin_only')} />}
      {error instanceof HttpError && <Banner tone="bad">{problemText(t, error).what}</Banner>}
      {rights.users && data === undefined && error === null && <Loading />}
      {data !== undefined && (
        <Panel>
          <ScrollRegion label={t('nav.users')}>
            <table className="plain-table controls users-table">
              <thead>
                <tr>
                  <th>{t('users.name')}</th>
                  <th>{t('users.role.label')}</th>
                  <th>{t('users.state')}</th>
                  <th>{t('users.sign_in_with')}</th>
                  <th>{t('users.last_sign_in')}</th>
                  <th>{t('users.created')}</th>
                  <th>{t('users.actions')}</th>
                </tr>
              </thead>
              <tbody>
                {data.items.map((user) => (
                  <UserRow key={user.userName} user={user} onReset={() => setDialog({ reset: user })} />
                ))}
              </tbody>
            </table>
          </ScrollRegion>
        </Panel>
      )}
      <Panel title={t('users.roles_title')}>
        <dl className="facts">
          {ROLES.map((role) => (
            <div className="fact" key={role}>
              <dt>{t(`users.role.${role}`)}</dt>
              <dd>{t(`users.role_text.${role}`)}</dd>
            </div>
          ))}
        </dl>
      </Panel>
      {dialog === 'add' && <InviteDialog onClose={() => setDialog(undefined)} />}
      {typeof dialog === 'object' && <ResetDialog user={dialog.reset} onClose={() => setDialog(undefined)} />}
    </main>
  );
}

function UserRow({ user, onReset }: { user: User; onReset: () => void }) {
  const { t } = useTranslation();
  const session = useSession();
  const { act, pending } = useAct();
  const own = session?.userName === user.userName;
  const change = async (what: string, body: { role?: Role; disabled?: boolean }) => {
    const done = await act({
      what: `${user.userName}: ${what}`,
      run: () =>
        take(client.PATCH('/api/v1/users/{userName}', { params: { path: { userName: user.userName } }, body })),
      touches: ['users', 'operations'],
    });
    const outcome = body.role !== undefined ? 'role_changed' : body.disabled ? 'user_disabled' : 'user_enabled';
    if (done !== undefined) showToast(`${user.userName}: ${t(`outcome.${outcome}.what`)}`);
  };
  const endSessions = async () => {
    const done = await act({
      what: t('users.end_sessions_of', { name: user.userName }),
      run: async () => {
        await take(
          client.DELETE('/api/v1/users/{userName}/sessions', { params: { path: { userName: user.userName } } }),
        );
        return true;
      },
      touches: ['operations'],
    });
    if (done) showToast(t('users.sessions_ended', { name: user.userName }));
  };
  return (
    <tr>
      <td>
        <b className="plain">
          <HostileText text={user.userName} />
        </b>{' '}
        {own && <span className="quiet">{t('users.you')}</span>}
      </td>
      <td>
        <Select
          size="xs"
          w="100%"
          miw={88}
          maw={150}
          allowDeselect={false}
          value={user.role}
          disabled={own || pending}
          aria-label={t('users.role_of', { name: user.userName })}
          title={own ? t('users.not_yourself') : undefined}
          data={ROLES.map((role) => ({ value: role, label: t(`users.role.${role}`) }))}
          onChange={(role) => role && role !== user.role && change(t('users.change_role'), { role: role as Role })}
          comboboxProps={{ transitionProps: { duration: 0 } }}
        />
      </td>
      <td>
        <StateMark tone={user.disabled ? 'idle' : user.invited ? 'busy' : 'ok'}>
          {t(user.disabled ? 'users.disabled' : user.invited ? 'users.invited' : 'users.enabled')}
        </StateMark>
      </td>
      <td>{t(user.secondFactor ? 'users.second_factor' : 'users.no_second_factor')}</td>
      <td>
        {user.lastSignInAt ? <TimeText value={user.lastSignInAt} /> : <span className="quiet">{t('users.never')}</span>}
      </td>
      <td>
        <TimeText value={user.createdAt} only="absolute" />
      </td>
      <td>
        <span className="actions">
          <ActionButton variant="default" reason={own ? t('users.not_yourself') : undefined} onClick={onReset}>
            {t('users.reset')}
          </ActionButton>
          <ActionButton variant="default" loading={pending} onClick={endSessions}>
            {t('users.end_sessions')}
          </ActionButton>
          <ActionButton
            variant="default"
            loading={pending}
            reason={own ? t('users.not_yourself') : undefined}
            onClick={() => change(t(user.disabled ? 'users.enable' : 'users.disable'), { disabled: !user.disabled })}
          >
            {t(user.disabled ? 'users.enable' : 'users.disable')}
          </ActionButton>
        </span>
      </td>
    </tr>
  );
}
