import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Ticket } from '../../api/model';
import { formatDateTime } from '../../ui/format';

/// A one-time code, the one time that it can be seen.
export function TicketView({ name, ticket, onDone }: { name: string; ticket: Ticket; onDone: () => void }) {
  const { t, i18n } = useTranslation();
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(ticket.code);
      setCopied(true);
    } catch {
      setCopied(false);
    }
  };
  return (
    <div className="stack">
      <p>{t('users.ticket_text', { name, time: formatDateTime(new Date(ticket.expiresAt), i18n.language) })}</p>
      <output className="one-time-code mono">{ticket.code}</output>
      <div className="actions end">
        <Button size="sm" variant="default" onClick={copy}>
          {t(copied ? 'ui.copied' : 'users.copy_code')}
        </Button>
        <Button size="sm" onClick={onDone}>
          {t('ui.close')}
        </Button>
      </div>
    </div>
  );
}
