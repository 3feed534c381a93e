import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { SocketRow } from '../../api/model';
import { HostileText } from '../../ui/hostile-text';

/// PID/program as netstat has it, each a way to the process. A socket without owner has `-`, as there.
export function Owners({ socket }: { socket: SocketRow }) {
  const { t } = useTranslation();
  if (socket.owners.length === 0) {
    return socket.ownersUnavailable === 'denied' ? (
      <span className="quiet">{t('ui.denied_short')}</span>
    ) : (
      <span className="quiet" title={t('sockets.no_owner')}>
        -
      </span>
    );
  }
  return (
    <>
      {socket.owners.map((owner, index) => (
        <span key={owner.pid}>
          {index > 0 && ', '}
          <Link
            to="/processes"
            search={{ pid: owner.pid, start: owner.startTicks ?? undefined }}
            onClick={(event) => event.stopPropagation()}
          >
            {owner.pid}/<HostileText text={owner.program} />
          </Link>
        </span>
      ))}
    </>
  );
}
