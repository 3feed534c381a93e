import { Button } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client, take } from '../../api/client';
import type { Passkey } from '../../api/model';
import { Dialog, DialogActions } from '../../ui/dialog';
import { showToast } from '../../ui/prompt-store';
import { useAct } from '../session/use-act';
import { PasskeyNameInput } from './passkey-name-input';

/// Gives a passkey another name.
export function PasskeyRenameDialog({ passkey, onClose }: { passkey: Passkey; onClose: () => void }) {
  const { t } = useTranslation();
  const { act, pending } = useAct();
  const [name, setName] = useState(passkey.name);
  const missing = name.trim() === '';
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (missing) return;
    const done = await act({
      what: t('account.passkey.rename', { name: passkey.name }),
      run: async () => {
        await take(
          client.PATCH('/api/v1/account/passkeys/{id}', {
            params: { path: { id: passkey.id } },
            body: { name: name.trim() },
          }),
        );
        return true;
      },
      touches: ['account', 'operations'],
    });
    if (!done) return;
    showToast(t('account.passkey.renamed'));
    onClose();
  };
  return (
    <Dialog onClose={onClose} title={t('account.passkey.rename', { name: passkey.name })}>
      <form className="stack" onSubmit={submit} noValidate>
        <PasskeyNameInput name={name} onChange={setName} missing={missing} />
        <DialogActions onCancel={onClose}>
          <Button size="sm" type="submit" loading={pending}>
            {t('account.passkey.rename_short')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
