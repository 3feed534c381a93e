import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Session } from '../api/model';
import { useLive } from '../live/use-live';
import { Banner } from '../ui/banner';
import { Icon } from '../ui/icons';
import { codedText, policyFault } from '../ui/problem-text';

/// What holds for every page: look-only mode, an agent that is gone, links that are old, advice that can be put away.
export function Notices({ session }: { session: Session }) {
  const { t } = useTranslation();
  const connection = useLive('connection');
  const [closed, setClosed] = useState<readonly string[]>(closedNotices);
  const notices = (session.notices ?? []).filter((notice) => !closed.includes(notice.code));
  const close = (code: string) => {
    const codes = [...closed, code];
    setClosed(codes);
    try {
      sessionStorage.setItem('procdeck-notices', codes.join(' '));
    } catch {
      // Shown again next time.
    }
  };
  return (
    <section className="notices" aria-label={t('connection.notices')}>
      {!connection.agent.connected && (
        <Banner tone="bad">
          {t('connection.agent_down_banner')}{' '}
          {connection.agent.reason && codedText(t, { code: connection.agent.reason })}
        </Banner>
      )}
      {connection.agent.connected && session.readOnlyReason && (
        <Banner>
          {t('connection.read_only', {
            reason: policyFault(t, session.readOnlyParameters) ?? codedText(t, { code: session.readOnlyReason }),
          })}
        </Banner>
      )}
      {notices.map((notice) => (
        <div className="notice" key={notice.code}>
          <Banner tone="info">
            {codedText(t, notice)}{' '}
            {notice.code === 'second_factor_advised' && <Link to="/account">{t('reason.set_up_second_factor')}</Link>}
          </Banner>
          <button type="button" aria-label={t('ui.close')} onClick={() => close(notice.code)}>
            <Icon name="cross" size={14} />
          </button>
        </div>
      ))}
    </section>
  );
}

function closedNotices(): readonly string[] {
  try {
    return (sessionStorage.getItem('procdeck-notices') ?? '').split(' ');
  } catch {
    return [];
  }
}
