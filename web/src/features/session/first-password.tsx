import { Button, TextInput } from '@mantine/core';
import { type FormEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client, take } from '../../api/client';
import { Banner } from '../../ui/banner';
import { NewPasswordFields, useNewPasswordProblem } from './new-password';
import { type Fields, useEntrance, valuesOf } from './use-entrance';

function useForm(enter: Parameters<typeof useEntrance>[0]) {
  const entrance = useEntrance(enter);
  const problem = useNewPasswordProblem();
  const [fresh, setFresh] = useState({ password: '', repeated: '' });
  const form = useRef<HTMLFormElement>(null);
  const send = (values: Fields, missing: Fields) => {
    const { password, repeated } = problem(fresh);
    if (password) missing.password = password;
    if (repeated) missing.repeated = repeated;
    entrance.submit({ ...values, password: fresh.password }, missing);
  };
  return { ...entrance, fresh, setFresh, form, send };
}

/// The first administrator of a host that has no account yet.
export function Setup() {
  const { t } = useTranslation();
  const { errors, failure, pending, fresh, setFresh, form, send } = useForm((body) =>
    take(client.POST('/api/v1/setup', { body })),
  );
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    const { code, userName } = valuesOf(form.current, 'code', 'userName');
    const missing: Fields = {};
    if (!code) missing.code = t('session.setup.code_missing');
    if (!userName) missing.userName = t('session.user_name_missing');
    send({ code: code.trim(), userName }, missing);
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
      <NewPasswordFields value={fresh} onChange={setFresh} label={t('session.password')} errors={errors} />
      <Button type="submit" size="md" fullWidth loading={pending}>
        {t('session.setup.create')}
      </Button>
    </form>
  );
}

/// Somebody who was invited, or whose password an administrator has reset, chooses a password.
export function Ticket({ onBack }: { onBack: () => void }) {
  const { t } = useTranslation();
  const { errors, failure, pending, fresh, setFresh, form, send } = useForm((body) =>
    take(client.POST('/api/v1/session/ticket', { body })),
  );
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    const { code } = valuesOf(form.current, 'code');
    send({ code: code.trim() }, code ? {} : { code: t('session.ticket.code_missing') });
  };
  return (
    <form className="stack" ref={form} onSubmit={onSubmit} noValidate>
      <h1>{t('session.ticket.title')}</h1>
      <p className="quiet">{t('session.ticket.text')}</p>
      {failure && <Banner tone="bad">{failure}</Banner>}
      <TextInput
        name="code"
        label={t('session.ticket.code')}
        error={errors.code}
        autoComplete="one-time-code"
        spellCheck={false}
        autoFocus
      />
      <NewPasswordFields value={fresh} onChange={setFresh} label={t('account.new_password')} errors={errors} />
      <Button type="submit" size="md" fullWidth loading={pending}>
        {t('session.ticket.choose')}
      </Button>
      <Button variant="subtle" size="xs" onClick={onBack}>
        {t('session.ticket.back')}
      </Button>
    </form>
  );
}
