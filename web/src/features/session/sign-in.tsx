import { Button, PasswordInput, TextInput } from '@mantine/core';
import { type FormEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client, take } from '../../api/client';
import { HttpError } from '../../api/http-error';
import type { Session } from '../../api/model';
import { Banner } from '../../ui/banner';
import { problemText } from '../../ui/problem-text';
import { FactorFields } from './factor-fields';
import { passkeysPossible, provePasskey } from './passkey';
import { type Fields, useEntrance, valuesOf } from './use-entrance';
import { useLeave, useSetSession } from './use-session';

/// The first step: name and password, or a passkey, which is enough by itself.
export function SignIn({ ended, onTicket }: { ended: boolean; onTicket: () => void }) {
  const { t } = useTranslation();
  const { errors, failure, pending, submit } = useEntrance((body) => take(client.POST('/api/v1/session', { body })));
  const form = useRef<HTMLFormElement>(null);
  const passkey = usePasskeySignIn();
  const said = passkey.failure ?? failure;
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    passkey.clear();
    const { userName, password } = valuesOf(form.current, 'userName', 'password');
    const missing: Fields = {};
    if (!userName) missing.userName = t('session.user_name_missing');
    if (!password) missing.password = t('session.password_missing');
    submit({ userName, password }, missing);
  };
  return (
    <form className="stack" ref={form} onSubmit={onSubmit} noValidate>
      <h1>{t('session.sign_in')}</h1>
      {ended && !said && <Banner tone="info">{t('session.ended')}</Banner>}
      {said && <Banner tone="bad">{said}</Banner>}
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
      {passkeysPossible() && (
        <Button variant="default" size="md" fullWidth loading={passkey.pending} onClick={passkey.run}>
          {t('session.with_passkey')}
        </Button>
      )}
      <Button variant="subtle" size="xs" onClick={onTicket}>
        {t('session.ticket.offer')}
      </Button>
    </form>
  );
}

function usePasskeySignIn() {
  const { t } = useTranslation();
  const setSession = useSetSession();
  const [failure, setFailure] = useState<string>();
  const [pending, setPending] = useState(false);
  const run = async () => {
    setFailure(undefined);
    setPending(true);
    try {
      setSession(await provePasskey());
    } catch (error) {
      if (!(error instanceof HttpError)) throw error;
      setFailure(problemText(t, error).what);
    } finally {
      setPending(false);
    }
  };
  return { failure, pending, run, clear: () => setFailure(undefined) };
}

/// The second step, when the password was right and the account asks for more.
export function SecondStep({ wanted }: { wanted: NonNullable<Session['secondFactor']> }) {
  const { t } = useTranslation();
  const setSession = useSetSession();
  const leave = useLeave();
  return (
    <div className="stack">
      <h1>{t('session.factor.title')}</h1>
      <p className="quiet">{t('session.factor.text', { user: wanted.userName })}</p>
      <FactorFields methods={wanted.methods} passkeyHosts={wanted.passkeyHosts} onProved={setSession} />
      <Button variant="subtle" size="xs" onClick={leave}>
        {t('session.factor.other_account')}
      </Button>
    </div>
  );
}
