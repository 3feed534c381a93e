import { Button } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FactorAdded } from '../../api/model';
import { Dialog, DialogActions } from '../../ui/dialog';
import { addPasskey } from '../session/passkey';
import { useAct } from '../session/use-act';
import { PasskeyNameInput } from './passkey-name-input';

/// Names a new passkey, then lets the browser make it.
export function PasskeyDialog({ onAdded, onClose }: { onAdded: (added: FactorAdded) => void; onClose: () => void }) {
  const { t } = useTranslation();
  const { act, pending } = useAct();
  const [name, setName] = useState('');
  const [missing, setMissing] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setMissing(name.trim() === '');
    if (name.trim() === '') return;
    const added = await act({
      what: t('account.passkey.add'),
      run: () => addPasskey(name.trim()),
      touches: ['account', 'operations'],
    });
    if (added) onAdded(added);
  };
  return (
    <Dialog onClose={onClose} title={t('account.passkey.add')}>
      <form className="stack" onSubmit={submit} noValidate>
        <p className="quiet">{t('account.passkey.text', { host: location.hostname })}</p>
        <PasskeyNameInput name={name} onChange={setName} missing={missing} />
        <DialogActions onCancel={onClose}>
          <Button size="sm" type="submit" loading={pending}>
            {t('account.passkey.add')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
