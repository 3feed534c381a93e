import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { client, take } from '../../api/client';
import { HttpError } from '../../api/http-error';
import type { AccountSession } from '../../api/model';
import { ActionButton } from '../../ui/action-button';
import { Banner } from '../../ui/banner';
import { Loading } from '../../ui/empty-state';
import { HostileText } from '../../ui/hostile-text';
import { Panel } from '../../ui/page-head';
import { problemText } from '../../ui/problem-text';
import { showToast } from '../../ui/prompt-store';
import { ScrollRegion } from '../../ui/scroll-region';
import { TimeText } from '../../ui/time-text';
import { useAct } from '../session/use-act';
import { deviceOf } from './device';

/// Where one is signed in, and ending it.
export function SessionsPanel() {
  const { t } = useTranslation();
  const { act, pending } = useAct();
  const { data, error } = useQuery({
    queryKey: ['account', 'sessions'],
    queryFn: ({ signal }) => take(client.GET('/api/v1/account/sessions', { signal })),
  });
  const end = (id: string) =>
    act({
      what: t('account.end_session'),
      run: () => take(client.DELETE('/api/v1/account/sessions/{id}', { params: { path: { id } } })),
      touches: ['account'],
    });
  const endOthers = async () => {
    const done = await act({
      what: t('account.end_others'),
      run: async () => {
        await take(client.DELETE('/api/v1/account/sessions'));
        return true;
      },
      touches: ['account'],
    });
    if (done) showToast(t('account.others_ended'));
  };
  const alone = data !== undefined && data.items.length < 2;
  return (
    <Panel
      title={t('account.sessions')}
      note={
        <ActionButton
          variant="default"
          reason={alone ? t('account.no_others') : undefined}
          loading={pending}
          onClick={endOthers}
        >
          {t('account.end_others')}
        </ActionButton>
      }
    >
      {error instanceof HttpError && <Banner tone="bad">{problemText(t, error).what}</Banner>}
      {data === undefined ? (
        error === null && <Loading />
      ) : (
        <ScrollRegion label={t('account.sessions')}>
          <table className="plain-table controls sessions-table">
            <thead>
              <tr>
                <th>{t('account.browser')}</th>
                <th>{t('account.address')}</th>
                <th>{t('account.proved_with')}</th>
                <th>{t('account.signed_in')}</th>
                <th>{t('account.last_seen')}</th>
                <th>{t('users.actions')}</th>
              </tr>
            </thead>
            <tbody>
              {data.items.map((each) => (
                <SessionRow key={each.id} session={each} pending={pending} onEnd={() => end(each.id)} />
              ))}
            </tbody>
          </table>
        </ScrollRegion>
      )}
    </Panel>
  );
}

function SessionRow({ session, pending, onEnd }: { session: AccountSession; pending: boolean; onEnd: () => void }) {
  const { t } = useTranslation();
  return (
    <tr>
      <td title={session.userAgent}>
        <HostileText text={deviceOf(session.userAgent) ?? session.userAgent} limit={80} />
      </td>
      <td className="mono">{session.remoteAddress}</td>
      <td>
        {session.factors.map((factor) => t(`account.factor.${factor}`)).join(' + ')}
        {!session.complete && <Banner>{t('account.incomplete')}</Banner>}
      </td>
      <td>
        <TimeText value={session.createdAt} />
      </td>
      <td>
        <TimeText value={session.lastSeenAt} only="relative" />
      </td>
      <td>
        {session.current ? (
          <span className="quiet">{t('account.this_session')}</span>
        ) : (
          <ActionButton variant="default" onClick={onEnd} loading={pending}>
            {t('account.end_session')}
          </ActionButton>
        )}
      </td>
    </tr>
  );
}
