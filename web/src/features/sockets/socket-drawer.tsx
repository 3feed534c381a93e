import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SocketRow } from '../../api/model';
import { Banner } from '../../ui/banner';
import { CopyCommand } from '../../ui/copy-command';
import { DetailDrawer } from '../../ui/detail-drawer';
import { Loading } from '../../ui/empty-state';
import { HostileText } from '../../ui/hostile-text';
import { SocketState } from './columns';
import { endpoint } from './endpoint';
import { Owners } from './owners';

export function SocketDrawer({
  socket: now,
  loaded,
  onClose,
}: {
  socket: SocketRow | undefined;
  loaded: boolean;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const [last, setLast] = useState(now);
  if (now !== undefined && now !== last) setLast(now);
  const socket = now ?? last;
  if (socket === undefined) {
    return (
      <DetailDrawer title={t('sockets.one')} onClose={onClose}>
        {loaded ? <Banner>{t('sockets.gone')}</Banner> : <Loading />}
      </DetailDrawer>
    );
  }
  return (
    <DetailDrawer
      title={<span className="mono">{endpoint(socket.localAddress, socket.localPort)}</span>}
      onClose={onClose}
    >
      {now === undefined && <Banner>{t('sockets.gone')}</Banner>}
      <CopyCommand command={`ss -tunapH '( sport = :${socket.localPort} )'`} />
      <dl className="facts">
        <dt>{t('sockets.column.protocol')}</dt>
        <dd>{socket.protocol}</dd>
        <dt>{t('sockets.column.localAddress')}</dt>
        <dd className="mono">{endpoint(socket.localAddress, socket.localPort)}</dd>
        <dt>{t('sockets.column.remoteAddress')}</dt>
        <dd className="mono">{endpoint(socket.remoteAddress, socket.remotePort)}</dd>
        <dt>{t('sockets.column.state')}</dt>
        <dd>
          <SocketState state={socket.state} t={t} />{' '}
          <span className="quiet">{t(`sockets.state.${socket.state}`, { defaultValue: '' })}</span>
        </dd>
        <dt>{t('sockets.column.recvQ')}</dt>
        <dd>{socket.recvQ}</dd>
        <dt>{t('sockets.column.sendQ')}</dt>
        <dd>{socket.sendQ}</dd>
        <dt>{t('sockets.column.owners')}</dt>
        <dd>{socket.owners.length === 0 ? t('sockets.no_owner') : <Owners socket={socket} />}</dd>
        <dt>{t('sockets.column.user')}</dt>
        <dd>
          <HostileText text={socket.user ?? ''} /> <span className="quiet">UID {socket.uid}</span>
        </dd>
        <dt>{t('sockets.column.unit')}</dt>
        <dd>
          {socket.unit ? (
            <Link to="/services" search={{ name: socket.unit }}>
              <HostileText text={socket.unit} />
            </Link>
          ) : (
            '—'
          )}
        </dd>
        <dt>inode</dt>
        <dd>{socket.inode}</dd>
      </dl>
    </DetailDrawer>
  );
}
