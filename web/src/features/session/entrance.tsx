import { Button, PasswordInput, TextInput } from '@mantine/core';
import { type FormEvent, type ReactNode, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client, take } from '../../api/client';
import { HttpError } from '../../api/http-error';
import type { Session } from '../../api/model';
import { LanguageMenu, ThemeButton } from '../../app/preferences';
import { Banner } from '../../ui/banner';
import { problemText } from '../../ui/problem-text';
import { useSetSession } from './use-session';
import './entrance.css';

type Fields = Record<string, string>;

/// The door: sign-in, or the first administrator on a host that has none yet.
export function Entrance({ session, ended }: { session: Session; ended: boolean }) {
  return <Frame>{session.setupRequired ? <Setup /> : <SignIn ended={ended} />}</Frame>;
}

function Frame({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <div className="entrance">
      <div className="entrance-side" aria-hidden="true">
        <svg viewBox="0 0 400 120" preserveAspectRatio="none">
          <title>pulse</title>
          <path d="M0 70h70l18-40 26 74 22-52 14 18h60l16-26 22 44 18-18h134" />
        </svg>
      </div>
      <main className="entrance-main">
        <header className="entrance-top">
          <span className="wordmark">Procdeck</span>
          <span className="actions">
            <LanguageMenu />
            <ThemeButton />
          </span>
        </header>
        <div className="entrance-card">{children}</div>
        <footer className="quiet">{t('session.motto')}</footer>
      </main>
    </div>
  );
}

function useEntrance(enter: (body: Fields) => Promise<Session>) {
  const { t } = useTranslation();
  const setSession = useSetSession();
  const [errors, setErrors] = useState<Fields>({});
  const [failure, setFailure] = useState<string>();
  const [pending, setPending] = useState(false);
  const submit = async (body: Fields, missing: Fields) => {
    setErrors(missing);
    setFailure(undefined);
    if (Object.keys(missing).length > 0) return;
    setPending(true);
    try {
      setSession(await enter(body));
    } catch (error) {
      if (!(error instanceof HttpError)) throw error;
      setErrors(Object.fromEntries(error.errors.map((each) => [each.field, each.message ?? each.code])));
      const text = problemText(t, error);
      setFailure(text.what);
    } finally {
      setPending(false);
    }
  };
  return { errors, failure, pending, submit };
}

function SignIn({ ended }: { ended: boolean }) {
  const { t } = useTranslation();
  const { errors, failure, pending, submit } = useEntrance((body) => take(client.POST('/api/v1/session', { body })));
  const form = useRef<HTMLFormElement>(null);
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    const { userName, password } = valuesOf(form.current, 'userName', 'password');
    const missing: Fields = {};
    if (!userName) missing.userName = t('session.user_name_missing');
    if (!password) missing.password = t('session.password_missing');
    submit({ userName, password }, missing);
  };
  return (
    <form className="stack" ref={form} onSubmit={onSubmit} noValidate>
      <h1>{t('session.sign_in')}</h1>
      {ended && !failure && <Banner tone="info">{t('session.ended')}</Banner>}
      {failure && <Banner tone="bad">{failure}</Banner>}
      <TextInput
        name="userName"
        label={t('session.user_name')}
        error={errors.userName}
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        size="md"
        autoFocus
      />
      <PasswordInput
        name="password"
        label={t('session.password')}
        error={errors.password}
        autoComplete="current-password"
        size="md"
        visibilityToggleButtonProps={{ 'aria-label': t('session.show_password') }}
      />
      <Button type="submit" size="md" fullWidth loading={pending}>
        {t('session.sign_in')}
      </Button>
    </form>
  );
}

const PASSWORD_LENGTH = 12;

function Setup() {
  const { t } = useTranslation();
  const { errors, failure, pending, submit } = useEntrance((body) => take(client.POST('/api/v1/setup', { body })));
  const form = useRef<HTMLFormElement>(null);
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    const { code, userName, password, repeated } = valuesOf(form.current, 'code', 'userName', 'password', 'repeated');
    const missing: Fields = {};
    if (!code) missing.code = t('session.setup.code_missing');
    if (!userName) missing.userName = t('session.user_name_missing');
    if (password.length < PASSWORD_LENGTH) missing.password = t('session.password_short', { count: PASSWORD_LENGTH });
    if (repeated !== password) missing.repeated = t('session.password_differs');
    submit({ code: code.trim(), userName, password }, missing);
  };
  return (
    <form className="stack" ref={form} onSubmit={onSubmit} noValidate>
      <h1>{t('session.setup.title')}</h1>
      <p className="quiet">{t('session.setup.text')}</p>
      {failure && <Banner tone="bad">{failure}</Banner>}
      <TextInput
        name="code"
        label={t('session.setup.code')}
        description={t('session.setup.code_where')}
        error={errors.code}
        autoComplete="one-time-code"
        spellCheck={false}
        autoFocus
      />
      <TextInput
        name="userName"
        label={t('session.user_name')}
        error={errors.userName}
        autoComplete="username"
        spellCheck={false}
      />
      <PasswordInput
        name="password"
        label={t('session.password')}
        description={t('session.password_rule', { count: PASSWORD_LENGTH })}
        error={errors.password}
        autoComplete="new-password"
        visibilityToggleButtonProps={{ 'aria-label': t('session.show_password') }}
      />
      <PasswordInput
        name="repeated"
        label={t('session.password_again')}
        error={errors.repeated}
        autoComplete="new-password"
        visibilityToggleButtonProps={{ 'aria-label': t('session.show_password') }}
      />
      <Button type="submit" size="md" fullWidth loading={pending}>
        {t('session.setup.create')}
      </Button>
    </form>
  );
}

function valuesOf<Name extends string>(form: HTMLFormElement | null, ...names: Name[]): Record<Name, string> {
  const data = new FormData(form ?? undefined);
  return Object.fromEntries(names.map((name) => [name, String(data.get(name) ?? '')])) as Record<Name, string>;
}
