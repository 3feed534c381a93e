import { useTranslation } from 'react-i18next';
import type { ProcessDetail } from '../../api/model';
import { heldNote } from './held-note';
import { SocketList } from './socket-list';

/// The sockets of one process or service, and why there may be more.
export function HeldSockets({ of }: { of: Pick<ProcessDetail, 'sockets' | 'socketsUnavailable'> }) {
  const { t } = useTranslation();
  const note = heldNote(of);
  const sockets = of.sockets ?? [];
  return (
    <>
      {note !== undefined && <p className="quiet">{t(note)}</p>}
      {sockets.length > 0 && <SocketList sockets={sockets} />}
    </>
  );
}
