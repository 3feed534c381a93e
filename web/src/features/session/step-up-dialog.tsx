import { Button, PasswordInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client, take } from '../../api/client';
import { HttpError } from '../../api/http-error';
import type { Session } from '../../api/model';
import { Dialog, DialogActions } from '../../ui/dialog';
import { problemText } from '../../ui/problem-text';
import { FactorFields } from './factor-fields';
import { answerStepUp, useStepUpWanted } from './step-up-store';
import { useSession, useSetSession } from './use-session';

/// Some acts want a factor again when the sign-in is long ago: the second one of those who have one, else the password.
export function StepUpDialog() {
  const wanted = useStepUpWanted();
  return wanted ? <Form /> : null;
}

function Form() {
  const { t } = useTranslation();
  const session = useSession();
  const setSession = useSetSession();
  const methods = session?.stepUpMethods ?? ['password'];
  const userName = session?.userName ?? session?.factorDue?.userName ?? '';
  const proved = (next: Session) => {
    setSession(next);
    answerStepUp(true);
  };
  return (
    <Dialog onClose={() => answerStepUp(false)} title={t('session.step_up.title')} zIndex={450}>
      <div className="stack">
        <p>{t('session.step_up.text', { user: userName })}</p>
        {methods.includes('password') ? (
          <Password userName={userName} onProved={proved} />
        ) : (
          <FactorFields methods={methods} onProved={proved} />
        )}
      </div>
    </Dialog>
  );
}

function Password({ userName, onProved }: { userName: string; onProved: (session: Session) => void }) {
  const { t } = useTranslation();
  const [password, setPassword] = useState('');
  const [error, setError] = useState<string>();
  const [pending, setPending] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (password === '') return setError(t('session.password_missing'));
    setPending(true);
    try {
      onProved(await take(client.POST('/api/v1/session/step-up', { body: { password } })));
    } catch (failure) {
      if (!(failure instanceof HttpError)) throw failure;
      setError(problemText(t, failure).what);
    } finally {
      setPending(false);
    }
  };
  return (
    <form className="stack" onSubmit={submit} noValidate>
      <input type="text" name="username" autoComplete="username" value={userName} readOnly hidden />
      <PasswordInput
        label={t('session.password')}
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
        error={error}
        aria-invalid={error ? true : undefined}
        autoComplete="current-password"
        data-autofocus
        visibilityToggleButtonProps={{ 'aria-label': t('session.show_password') }}
      />
      <DialogActions onCancel={() => answerStepUp(false)}>
        <Button type="submit" loading={pending}>
          {t('session.step_up.confirm')}
        </Button>
      </DialogActions>
    </form>
  );
}
