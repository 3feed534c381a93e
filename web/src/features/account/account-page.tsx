import { Button, PasswordInput, SegmentedControl, useMantineColorScheme } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client, take } from '../../api/client';
import { HttpError } from '../../api/http-error';
import { changeLanguage, LANGUAGES, type Language } from '../../i18n/i18n';
import { ActionButton } from '../../ui/action-button';
import { Banner } from '../../ui/banner';
import { Loading } from '../../ui/empty-state';
import { HostileText } from '../../ui/hostile-text';
import { PageHead, Panel } from '../../ui/page-head';
import { problemText } from '../../ui/problem-text';
import { showToast } from '../../ui/prompt-store';
import { TimeText } from '../../ui/time-text';
import { useAct } from '../session/use-act';
import { useSession } from '../session/use-session';
import './account.css';

const PASSWORD_LENGTH = 12;

export function AccountPage() {
  const { t } = useTranslation();
  const session = useSession();
  return (
    <main className="page" id="main">
      <PageHead
        title={t('nav.account')}
        note={`${session?.userName ?? ''} · ${t(`users.role.${session?.role ?? 'viewer'}`)}`}
      />
      <div className="account-grid">
        <Password />
        <div className="stack">
          <Preferences />
          <Rights />
        </div>
      </div>
      <Sessions />
    </main>
  );
}

function Password() {
  const { t } = useTranslation();
  const { act, pending } = useAct();
  const [currentPassword, setCurrent] = useState('');
  const [newPassword, setNew] = useState('');
  const [repeated, setRepeated] = useState('');
  const [tried, setTried] = useState(false);
  const short = newPassword.length < PASSWORD_LENGTH;
  const differs = repeated !== newPassword;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (currentPassword === '' || short || differs) return;
    const done = await act({
      what: t('account.change_password'),
      run: async () => {
        await take(client.POST('/api/v1/account/password', { body: { currentPassword, newPassword } }));
        return true;
      },
      touches: ['account', 'session'],
    });
    if (!done) return;
    showToast(t('account.password_changed'));
    setCurrent('');
    setNew('');
    setRepeated('');
    setTried(false);
  };
  const toggle = { 'aria-label': t('session.show_password') };
  return (
    <Panel title={t('account.change_password')}>
      <form className="stack" onSubmit={submit} noValidate>
        <PasswordInput
          label={t('account.current_password')}
          value={currentPassword}
          onChange={(event) => setCurrent(event.currentTarget.value)}
          error={tried && currentPassword === '' ? t('session.password_missing') : undefined}
          autoComplete="current-password"
          visibilityToggleButtonProps={toggle}
        />
        <PasswordInput
          label={t('account.new_password')}
          description={t('session.password_rule', { count: PASSWORD_LENGTH })}
          value={newPassword}
          onChange={(event) => setNew(event.currentTarget.value)}
          error={tried && short ? t('session.password_short', { count: PASSWORD_LENGTH }) : undefined}
          autoComplete="new-password"
          visibilityToggleButtonProps={toggle}
        />
        <PasswordInput
          label={t('session.password_again')}
          value={repeated}
          onChange={(event) => setRepeated(event.currentTarget.value)}
          error={tried && differs ? t('session.password_differs') : undefined}
          autoComplete="new-password"
          visibilityToggleButtonProps={toggle}
        />
        <div>
          <Button size="sm" type="submit" loading={pending}>
            {t('account.change_password')}
          </Button>
        </div>
      </form>
    </Panel>
  );
}

const THEMES = ['auto', 'light', 'dark'] as const;

function Preferences() {
  const { t, i18n } = useTranslation();
  const { colorScheme, setColorScheme } = useMantineColorScheme({ keepTransitions: true });
  return (
    <Panel title={t('account.preferences')}>
      <dl className="facts preferences">
        <dt>{t('ui.language')}</dt>
        <dd>
          <SegmentedControl
            size="xs"
            value={i18n.language}
            onChange={(language) => changeLanguage(language as Language)}
            aria-label={t('ui.language')}
            data={LANGUAGES.map((language) => ({ value: language.code, label: language.name }))}
          />
        </dd>
        <dt>{t('account.theme')}</dt>
        <dd>
          <SegmentedControl
            size="xs"
            value={colorScheme}
            onChange={(theme) => setColorScheme(THEMES.find((each) => each === theme) ?? 'auto')}
            aria-label={t('account.theme')}
            data={THEMES.map((theme) => ({ value: theme, label: t(`account.themes.${theme}`) }))}
          />
        </dd>
      </dl>
    </Panel>
  );
}

function Rights() {
  const { t } = useTranslation();
  const rights = useSession()?.rights;
  if (!rights) return null;
  const services = Object.entries(rights.services)
    .filter(([, allowed]) => allowed)
    .map(([name]) => t(`services.operation.${name === 'resetFailed' ? 'reset-failed' : name}`));
  const yes = (allowed: boolean) => t(allowed ? 'account.allowed' : 'account.not_allowed');
  return (
    <Panel title={t('account.rights')}>
      <dl className="facts">
        <dt>{t('nav.services')}</dt>
        <dd>{services.length > 0 ? services.join(' · ') : t('account.not_allowed')}</dd>
        <dt>{t('processes.send_signal')}</dt>
        <dd>{yes(rights.signal)}</dd>
        <dt>{t('processes.set_priority')}</dt>
        <dd>{yes(rights.priority)}</dd>
        <dt>{t('operations.type.command')}</dt>
        <dd>{yes(rights.commands)}</dd>
      </dl>
    </Panel>
  );
}

function Sessions() {
  const { t } = useTranslation();
  const { act, pending } = useAct();
  const { data, error } = useQuery({
    queryKey: ['account', 'sessions'],
    queryFn: ({ signal }) => take(client.GET('/api/v1/account/sessions', { signal })),
  });
  const end = (id: string) =>
    act({
      what: t('account.end_session'),
      run: () => take(client.DELETE('/api/v1/account/sessions/{id}', { params: { path: { id } } })),
      touches: ['account'],
    });
  return (
    <Panel title={t('account.sessions')}>
      {error instanceof HttpError && <Banner tone="bad">{problemText(t, error).what}</Banner>}
      {data === undefined ? (
        error === null && <Loading />
      ) : (
        <div className="scroll-x">
          <table className="plain-table">
            <thead>
              <tr>
                <th>{t('account.signed_in')}</th>
                <th>{t('account.last_seen')}</th>
                <th>{t('account.address')}</th>
                <th>{t('account.browser')}</th>
                <th>{t('users.actions')}</th>
              </tr>
            </thead>
            <tbody>
              {data.items.map((each) => (
                <tr key={each.id}>
                  <td>
                    <TimeText value={each.createdAt} />
                  </td>
                  <td>
                    <TimeText value={each.lastSeenAt} only="relative" />
                  </td>
                  <td className="mono">{each.remoteAddress ?? '—'}</td>
                  <td>
                    <HostileText text={each.userAgent ?? '—'} limit={80} />
                  </td>
                  <td>
                    {each.current ? (
                      <span className="quiet">{t('account.this_session')}</span>
                    ) : (
                      <ActionButton variant="default" onClick={() => end(each.id)} loading={pending}>
                        {t('account.end_session')}
                      </ActionButton>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Panel>
  );
}
