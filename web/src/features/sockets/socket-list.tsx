import { useTranslation } from 'react-i18next';
import type { SocketRow } from '../../api/model';
import { FirstOf } from '../../ui/first-of';
import { ScrollRegion } from '../../ui/scroll-region';
import { endpoint } from './endpoint';
import { Owners } from './owners';

/// A few sockets, in the shape of netstat.
export function SocketList({ sockets }: { sockets: readonly SocketRow[] }) {
  return <FirstOf items={sockets}>{(shown) => <SocketTable sockets={shown} />}</FirstOf>;
}

function SocketTable({ sockets }: { sockets: readonly SocketRow[] }) {
  const { t } = useTranslation();
  return (
    <ScrollRegion label={t('nav.sockets')}>
      <table className="plain-table">
        <thead>
          <tr>
            <th>{t('sockets.column.protocol')}</th>
            <th>{t('sockets.column.localAddress')}</th>
            <th>{t('sockets.column.remoteAddress')}</th>
            <th>{t('sockets.column.state')}</th>
            <th>{t('sockets.column.owners')}</th>
          </tr>
        </thead>
        <tbody>
          {sockets.map((socket) => (
            <tr key={socket.id}>
              <td className="whole">{socket.protocol}</td>
              <td className="mono whole">{endpoint(socket.localAddress, socket.localPort)}</td>
              <td className="mono whole">{endpoint(socket.remoteAddress, socket.remotePort)}</td>
              <td className="whole">{socket.state}</td>
              <td>
                <Owners socket={socket} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}
