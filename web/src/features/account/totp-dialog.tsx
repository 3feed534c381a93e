import { Button, TextInput } from '@mantine/core';
import { type FormEvent, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client, take } from '../../api/client';
import type { FactorAdded, TotpOffer } from '../../api/model';
import { Dialog, DialogActions } from '../../ui/dialog';
import { Loading } from '../../ui/empty-state';
import { useAct } from '../session/use-act';
import { QrCode } from './qr-code';

/// The offer comes after the dialog opened.
const focus = (element: HTMLInputElement | null) => element?.focus();

/// Adds an authenticator app: shows the seed once, and keeps it when a code of the app has come back.
export function TotpDialog({ onAdded, onClose }: { onAdded: (added: FactorAdded) => void; onClose: () => void }) {
  const { t } = useTranslation();
  const { act, pending } = useAct();
  const [offer, setOffer] = useState<TotpOffer>();
  const [code, setCode] = useState('');
  const [missing, setMissing] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the seed is asked for once, when the dialog opens.
  useEffect(() => {
    act({ what: t('account.totp.add'), run: () => take(client.POST('/api/v1/account/totp')) }).then((seed) =>
      seed === undefined ? onClose() : setOffer(seed),
    );
  }, []);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setMissing(code.trim() === '');
    if (code.trim() === '') return;
    const added = await act({
      what: t('account.totp.add'),
      run: () => take<FactorAdded>(client.POST('/api/v1/account/totp/confirm', { body: { code: code.trim() } })),
      touches: ['account', 'operations'],
    });
    if (added) onAdded(added);
    else setCode('');
  };
  return (
    <Dialog onClose={onClose} title={t('account.totp.add')}>
      {offer === undefined ? (
        <Loading />
      ) : (
        <form className="stack" onSubmit={submit} noValidate>
          <p>{t('account.totp.scan')}</p>
          <QrCode text={offer.uri} label={t('account.totp.qr')} />
          <p className="quiet">
            {t('account.totp.by_hand')} <code className="seed mono">{offer.secret.replace(/(.{4})(?=.)/g, '$1 ')}</code>
          </p>
          <TextInput
            name="code"
            label={t('account.totp.code')}
            value={code}
            onChange={(event) => setCode(event.currentTarget.value)}
            error={missing ? t('session.factor.code_missing') : undefined}
            inputMode="numeric"
            autoComplete="one-time-code"
            maxLength={8}
            ref={focus}
          />
          <DialogActions onCancel={onClose}>
            <Button size="sm" type="submit" loading={pending}>
              {t('account.totp.confirm')}
            </Button>
          </DialogActions>
        </form>
      )}
    </Dialog>
  );
}
