import { Button, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client, take } from '../../api/client';
import { HttpError } from '../../api/http-error';
import type { Factor, Session } from '../../api/model';
import { Banner } from '../../ui/banner';
import { problemText } from '../../ui/problem-text';
import { passkeysPossible, provePasskey } from './passkey';

/// Asks for a second factor, the strongest of those that work here first; the others are one press away.
export function FactorFields({
  methods,
  passkeyHosts,
  onProved,
}: {
  methods: readonly Factor[];
  passkeyHosts?: readonly string[];
  onProved: (session: Session) => void;
}) {
  const { t } = useTranslation();
  const here = passkeysPossible() && (passkeyHosts === undefined || passkeyHosts.includes(location.hostname));
  const usable = methods.filter((method) => method !== 'passkey' || here);
  const [chosen, setChosen] = useState<Factor | undefined>(usable[0]);
  const [code, setCode] = useState('');
  const [failure, setFailure] = useState<string>();
  const [pending, setPending] = useState(false);
  const run = async (prove: () => Promise<Session>) => {
    setFailure(undefined);
    setPending(true);
    try {
      onProved(await prove());
    } catch (error) {
      if (!(error instanceof HttpError)) throw error;
      setFailure(problemText(t, error).what);
      setCode('');
    } finally {
      setPending(false);
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (chosen === 'passkey') return run(provePasskey);
    if (code.trim() === '') return setFailure(t('session.factor.code_missing'));
    const body = chosen === 'totp' ? { code: code.trim() } : { recoveryCode: code.trim() };
    return run(() => take(client.POST('/api/v1/session/second-factor', { body })));
  };
  if (chosen === undefined) {
    return <Banner tone="bad">{t('session.factor.elsewhere', { hosts: (passkeyHosts ?? []).join(', ') })}</Banner>;
  }
  return (
    <form className="stack" onSubmit={submit} noValidate>
      {failure && <Banner tone="bad">{failure}</Banner>}
      {chosen === 'passkey' && <p className="quiet">{t('session.factor.passkey_text')}</p>}
      {chosen === 'totp' && (
        <TextInput
          key="totp"
          name="code"
          label={t('session.factor.totp')}
          description={t('session.factor.totp_text')}
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
          inputMode="numeric"
          autoComplete="one-time-code"
          maxLength={8}
          size="md"
          data-autofocus
          autoFocus
        />
      )}
      {chosen === 'recovery_code' && (
        <TextInput
          key="recovery"
          name="recoveryCode"
          label={t('session.factor.recovery_code')}
          description={t('session.factor.recovery_text')}
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
          autoComplete="off"
          spellCheck={false}
          size="md"
          data-autofocus
          autoFocus
        />
      )}
      <Button type="submit" size="md" fullWidth loading={pending}>
        {t(chosen === 'passkey' ? 'session.factor.use_passkey' : 'session.factor.confirm')}
      </Button>
      {usable
        .filter((method) => method !== chosen)
        .map((method) => (
          <Button
            key={method}
            variant="subtle"
            size="xs"
            onClick={() => {
              setChosen(method);
              setCode('');
              setFailure(undefined);
            }}
          >
            {t(`session.factor.instead_${method}`)}
          </Button>
        ))}
    </form>
  );
}
