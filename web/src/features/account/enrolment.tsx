import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FactorAdded, Session } from '../../api/model';
import { ActionButton } from '../../ui/action-button';
import { passkeysPossible } from '../session/passkey';
import { useLeave } from '../session/use-session';
import { PasskeyDialog } from './passkey-dialog';
import { TotpDialog } from './totp-dialog';

interface Props {
  due: NonNullable<Session['factorDue']>;
  onAdded: (added: FactorAdded) => void;
}

/// The policy of the host wants a second factor of this role: it is added here, and nothing else can be done before.
export function Enrolment({ due, onAdded }: Props) {
  const { t } = useTranslation();
  const leave = useLeave();
  const [dialog, setDialog] = useState<'totp' | 'passkey'>();
  const close = () => setDialog(undefined);
  const nameless = passkeysPossible() ? undefined : t('account.passkey.needs_name');
  return (
    <div className="stack">
      <h1>{t('account.due.title')}</h1>
      <p className="quiet">{t('account.due.text', { user: due.userName, role: t(`users.role.${due.role}`) })}</p>
      <Button size="md" fullWidth onClick={() => setDialog('totp')}>
        {t('account.totp.add')}
      </Button>
      <ActionButton variant="default" size="md" fullWidth reason={nameless} onClick={() => setDialog('passkey')}>
        {t('account.passkey.add')}
      </ActionButton>
      {nameless && <p className="quiet">{nameless}</p>}
      <Button variant="subtle" size="xs" onClick={leave}>
        {t('session.factor.other_account')}
      </Button>
      {dialog === 'totp' && <TotpDialog onAdded={onAdded} onClose={close} />}
      {dialog === 'passkey' && <PasskeyDialog onAdded={onAdded} onClose={close} />}
    </div>
  );
}
