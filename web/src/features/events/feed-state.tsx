import { useTranslation } from 'react-i18next';
import type { EventFeed } from '../../api/model';
import { Banner } from '../../ui/banner';
import { formatNumber } from '../../ui/format';
import { HostileText } from '../../ui/hostile-text';

/// What the feed cannot show, said before anybody relies on it: a lesser source, and what was lost.
export function FeedState({ feed }: { feed: EventFeed | undefined }) {
  const { t, i18n } = useTranslation();
  if (feed === undefined) return null;
  return (
    <>
      {feed.reason && (
        <Banner>
          {t(`events.source.${feed.source}`)} <HostileText text={feed.reason} limit={300} />
        </Banner>
      )}
      {feed.lost > 0 && (
        <Banner>{t('events.lost', { count: feed.lost, lost: formatNumber(feed.lost, i18n.language) })}</Banner>
      )}
    </>
  );
}
