import { Button, Checkbox, PasswordInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client, take } from '../../api/client';
import { Panel } from '../../ui/page-head';
import { showToast } from '../../ui/prompt-store';
import { NewPasswordFields, useNewPasswordProblem } from '../session/new-password';
import { useAct } from '../session/use-act';

const EMPTY = { password: '', repeated: '' };

export function PasswordPanel() {
  const { t } = useTranslation();
  const { act, pending } = useAct();
  const problem = useNewPasswordProblem();
  const [currentPassword, setCurrent] = useState('');
  const [fresh, setFresh] = useState(EMPTY);
  const [endOthers, setEndOthers] = useState(true);
  const [tried, setTried] = useState(false);
  const wrong = problem(fresh);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (currentPassword === '' || wrong.password || wrong.repeated) return;
    const body = { currentPassword, newPassword: fresh.password, keepOtherSessions: !endOthers };
    const done = await act({
      what: t('account.change_password'),
      run: async () => {
        await take(client.POST('/api/v1/account/password', { body }));
        return true;
      },
      touches: ['account', 'session'],
    });
    if (!done) return;
    showToast(t(endOthers ? 'account.password_changed' : 'account.password_changed_only'));
    setCurrent('');
    setFresh(EMPTY);
    setTried(false);
  };
  return (
    <Panel title={t('account.change_password')}>
      <form className="stack" onSubmit={submit} noValidate>
        <PasswordInput
          name="currentPassword"
          label={t('account.current_password')}
          value={currentPassword}
          onChange={(event) => setCurrent(event.currentTarget.value)}
          error={tried && currentPassword === '' ? t('session.password_missing') : undefined}
          autoComplete="current-password"
          visibilityToggleButtonProps={{ 'aria-label': t('session.show_password') }}
        />
        <NewPasswordFields
          value={fresh}
          onChange={setFresh}
          label={t('account.new_password')}
          errors={tried ? wrong : {}}
        />
        <Checkbox
          size="xs"
          label={t('account.and_end_others')}
          checked={endOthers}
          onChange={(event) => setEndOthers(event.currentTarget.checked)}
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
