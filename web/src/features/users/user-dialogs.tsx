import { Button, Checkbox, Select, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client, take } from '../../api/client';
import type { Role, Ticket, User } from '../../api/model';
import { Dialog, DialogActions } from '../../ui/dialog';
import { useAct } from '../session/use-act';
import { ROLES } from './roles';
import { TicketView } from './ticket-view';

/// Invites somebody: the answer holds the code with which they choose their password.
export function InviteDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const { act, pending } = useAct();
  const [userName, setUserName] = useState('');
  const [role, setRole] = useState<Role>('viewer');
  const [tried, setTried] = useState(false);
  const [ticket, setTicket] = useState<Ticket>();
  const name = userName.trim();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (name === '') return;
    const added = await act({
      what: t('users.add'),
      run: () => take(client.POST('/api/v1/users', { body: { userName: name, role } })),
      touches: ['users', 'operations'],
    });
    if (added?.ticket) setTicket(added.ticket);
  };
  return (
    <Dialog
      title={ticket ? t('users.ticket_of', { name }) : t('users.add')}
      kept={ticket !== undefined}
      onClose={onClose}
    >
      {ticket ? (
        <TicketView name={name} ticket={ticket} onDone={onClose} />
      ) : (
        <form className="stack" onSubmit={submit} noValidate>
          <p className="quiet">{t('users.invite_text')}</p>
          <TextInput
            name="userName"
            label={t('users.name')}
            value={userName}
            onChange={(event) => setUserName(event.currentTarget.value)}
            error={tried && name === '' ? t('session.user_name_missing') : undefined}
            autoComplete="off"
            spellCheck={false}
            data-autofocus
          />
          <Select
            label={t('users.role.label')}
            value={role}
            allowDeselect={false}
            onChange={(next) => setRole(ROLES.find((each) => each === next) ?? 'viewer')}
            data={ROLES.map((each) => ({ value: each, label: t(`users.role.${each}`) }))}
            description={t(`users.role_text.${role}`)}
            comboboxProps={{ transitionProps: { duration: 0 } }}
          />
          <DialogActions onCancel={onClose}>
            <Button size="sm" type="submit" loading={pending}>
              {t('users.add')}
            </Button>
          </DialogActions>
        </form>
      )}
    </Dialog>
  );
}

/// Makes a one-time code for somebody who cannot sign in any more.
export function ResetDialog({ user, onClose }: { user: User; onClose: () => void }) {
  const { t } = useTranslation();
  const { act, pending } = useAct();
  const [removeFactors, setRemoveFactors] = useState(false);
  const [ticket, setTicket] = useState<Ticket>();
  const name = user.userName;
  const make = async () => {
    const made = await act({
      what: t('users.reset_of', { name }),
      run: () =>
        take<Ticket>(
          client.POST('/api/v1/users/{userName}/reset', {
            params: { path: { userName: name } },
            body: { removeFactors },
          }),
        ),
      touches: ['users', 'operations'],
    });
    if (made) setTicket(made);
  };
  return (
    <Dialog
      title={t(ticket ? 'users.ticket_of' : 'users.reset_of', { name })}
      kept={ticket !== undefined}
      onClose={onClose}
    >
      {ticket ? (
        <TicketView name={name} ticket={ticket} onDone={onClose} />
      ) : (
        <div className="stack">
          <p>{t('users.reset_text', { name })}</p>
          {user.secondFactor && (
            <Checkbox
              size="xs"
              label={t('users.remove_factors')}
              checked={removeFactors}
              onChange={(event) => setRemoveFactors(event.currentTarget.checked)}
            />
          )}
          <DialogActions onCancel={onClose}>
            <Button size="sm" onClick={make} loading={pending}>
              {t('users.make_code')}
            </Button>
          </DialogActions>
        </div>
      )}
    </Dialog>
  );
}
