import { Button, Modal, PasswordInput, Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
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
import { StateMark } from '../../ui/state-mark';
import { TimeText } from '../../ui/time-text';
import { useAct } from '../session/use-act';
import { usePermissions, useSession } from '../session/use-session';

export const ROLES: readonly Role[] = ['viewer', 'operator', 'admin'];
const PASSWORD_LENGTH = 12;

export function UsersPage() {
  const { t } = useTranslation();
  const { rights, whyNot } = usePermissions();
  const [dialog, setDialog] = useState<'add' | { password: User }>();
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
          <div className="scroll-x">
            <table className="plain-table">
              <thead>
                <tr>
                  <th>{t('users.name')}</th>
                  <th>{t('users.role.label')}</th>
                  <th>{t('users.state')}</th>
                  <th>{t('users.last_sign_in')}</th>
                  <th>{t('users.created')}</th>
                  <th>{t('users.actions')}</th>
                </tr>
              </thead>
              <tbody>
                {data.items.map((user) => (
                  <UserRow key={user.userName} user={user} onPassword={() => setDialog({ password: user })} />
                ))}
              </tbody>
            </table>
          </div>
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
      {dialog === 'add' && <AddDialog onClose={() => setDialog(undefined)} />}
      {typeof dialog === 'object' && <PasswordDialog user={dialog.password} onClose={() => setDialog(undefined)} />}
    </main>
  );
}

function UserRow({ user, onPassword }: { user: User; onPassword: () => void }) {
  const { t } = useTranslation();
  const session = useSession();
  const { act, pending } = useAct();
  const own = session?.userName === user.userName;
  const change = (what: string, body: { role?: Role; disabled?: boolean }) =>
    act({
      what,
      run: () =>
        take(client.PATCH('/api/v1/users/{userName}', { params: { path: { userName: user.userName } }, body })),
      touches: ['users', 'operations'],
    });
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
          w={150}
          allowDeselect={false}
          value={user.role}
          disabled={own || pending}
          aria-label={t('users.role_of', { name: user.userName })}
          title={own ? t('users.not_yourself') : undefined}
          data={ROLES.map((role) => ({ value: role, label: t(`users.role.${role}`) }))}
          onChange={(role) =>
            role &&
            role !== user.role &&
            change(t('users.change_role', { name: user.userName }), { role: role as Role })
          }
          comboboxProps={{ transitionProps: { duration: 0 } }}
        />
      </td>
      <td>
        <StateMark tone={user.disabled ? 'idle' : 'ok'}>
          {t(user.disabled ? 'users.disabled' : 'users.enabled')}
        </StateMark>
      </td>
      <td>
        {user.lastSignInAt ? <TimeText value={user.lastSignInAt} /> : <span className="quiet">{t('users.never')}</span>}
      </td>
      <td>
        <TimeText value={user.createdAt} only="absolute" />
      </td>
      <td>
        <span className="actions">
          <ActionButton variant="default" onClick={onPassword}>
            {t('users.set_password')}
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

function AddDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const { act, pending } = useAct();
  const [userName, setUserName] = useState('');
  const [role, setRole] = useState<Role>('viewer');
  const [password, setPassword] = useState('');
  const [tried, setTried] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (userName.trim() === '' || password.length < PASSWORD_LENGTH) return;
    const added = await act({
      what: t('users.add'),
      run: async () => {
        await take(client.POST('/api/v1/users', { body: { userName: userName.trim(), role, password } }));
        return true;
      },
      touches: ['users', 'operations'],
    });
    if (added) {
      showToast(t('users.added', { name: userName.trim() }));
      onClose();
    }
  };
  return (
    <Modal
      opened
      onClose={onClose}
      lockScroll={false}
      title={t('users.add')}
      closeButtonProps={{ 'aria-label': t('ui.close') }}
      transitionProps={{ duration: 0 }}
    >
      <form className="stack" onSubmit={submit} noValidate>
        <TextInput
          label={t('users.name')}
          value={userName}
          onChange={(event) => setUserName(event.currentTarget.value)}
          error={tried && userName.trim() === '' ? t('session.user_name_missing') : undefined}
          autoComplete="off"
          spellCheck={false}
          data-autofocus
        />
        <Select
          label={t('users.role.label')}
          value={role}
          allowDeselect={false}
          onChange={(next) => setRole(ROLES.find((each) => each === next) ?? 'viewer')}
          data={ROLES.map((each) => ({ value: each, label: t(`users.role.${each}`) }))}
          description={t(`users.role_text.${role}`)}
          comboboxProps={{ transitionProps: { duration: 0 } }}
        />
        <PasswordInput
          label={t('session.password')}
          description={t('session.password_rule', { count: PASSWORD_LENGTH })}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          error={
            tried && password.length < PASSWORD_LENGTH
              ? t('session.password_short', { count: PASSWORD_LENGTH })
              : undefined
          }
          autoComplete="new-password"
          visibilityToggleButtonProps={{ 'aria-label': t('session.show_password') }}
        />
        <div className="actions end">
          <Button size="sm" variant="default" onClick={onClose}>
            {t('ui.cancel')}
          </Button>
          <Button size="sm" type="submit" loading={pending}>
            {t('users.add')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

function PasswordDialog({ user, onClose }: { user: User; onClose: () => void }) {
  const { t } = useTranslation();
  const { act, pending } = useAct();
  const [password, setPassword] = useState('');
  const [tried, setTried] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (password.length < PASSWORD_LENGTH) return;
    const what = t('users.set_password_of', { name: user.userName });
    const done = await act({
      what,
      run: async () => {
        await take(
          client.POST('/api/v1/users/{userName}/password', {
            params: { path: { userName: user.userName } },
            body: { password },
          }),
        );
        return true;
      },
      touches: ['operations'],
    });
    if (done) {
      showToast(t('users.password_set', { name: user.userName }));
      onClose();
    }
  };
  return (
    <Modal
      opened
      onClose={onClose}
      lockScroll={false}
      title={t('users.set_password_of', { name: user.userName })}
      closeButtonProps={{ 'aria-label': t('ui.close') }}
      transitionProps={{ duration: 0 }}
    >
      <form className="stack" onSubmit={submit} noValidate>
        <p className="quiet">{t('users.password_text')}</p>
        <PasswordInput
          label={t('account.new_password')}
          description={t('session.password_rule', { count: PASSWORD_LENGTH })}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          error={
            tried && password.length < PASSWORD_LENGTH
              ? t('session.password_short', { count: PASSWORD_LENGTH })
              : undefined
          }
          autoComplete="new-password"
          data-autofocus
          visibilityToggleButtonProps={{ 'aria-label': t('session.show_password') }}
        />
        <div className="actions end">
          <Button size="sm" variant="default" onClick={onClose}>
            {t('ui.cancel')}
          </Button>
          <Button size="sm" type="submit" loading={pending}>
            {t('users.set_password')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
