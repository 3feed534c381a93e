import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { HttpError } from '../../api/http-error';
import type { ServiceOperation } from '../../api/model';
import { Banner } from '../../ui/banner';
import { CopyCommand } from '../../ui/copy-command';
import { HostileText } from '../../ui/hostile-text';
import { namesIn, problemText } from '../../ui/problem-text';
import { useDebounced } from '../../ui/use-debounced';
import { AlsoTouched, touchedBesides } from './also-touched';
import { readService } from './read-service';
import { ServiceState } from './service-state';
import { shellCommandOf } from './shell-command';
import { useWhyNot } from './why-not';

interface Props {
  name: string;
  operation: ServiceOperation;
  onChoose: (name: string) => void;
}

/// The service that a full name means, its state now, and what the operation would touch besides.
export function ServicePreview({ name, operation, onChoose }: Props) {
  const { t } = useTranslation();
  const settled = useDebounced(name, 250);
  const whyNot = useWhyNot();
  const { data, error } = useQuery({
    queryKey: ['service', settled],
    queryFn: ({ signal }) => readService(settled, signal),
    enabled: settled !== '',
    retry: false,
  });
  if (settled === '') return <p className="quiet">{t('services.form.preview_empty')}</p>;
  if (error instanceof HttpError) {
    const nearest = namesIn(error.parameters.nearest);
    return (
      <>
        <Banner tone="bad">{problemText(t, error).what}</Banner>
        {nearest.length > 0 && (
          <p>
            {t('problem.nearest')}{' '}
            {nearest.map((each) => (
              <button key={each} type="button" className="link-button" onClick={() => onChoose(each)}>
                {each}{' '}
              </button>
            ))}
          </p>
        )}
      </>
    );
  }
  if (data === undefined) return null;
  const reason = whyNot(data, operation);
  return (
    <>
      <dl className="facts">
        <dt>{t('services.column.name')}</dt>
        <dd>
          <HostileText text={data.name} />
        </dd>
        <dt>{t('services.column.state')}</dt>
        <dd>
          <ServiceState service={data} />
        </dd>
        <dt>{t('services.column.mainPid')}</dt>
        <dd>{data.mainPid ?? '—'}</dd>
      </dl>
      {reason && <Banner>{reason}</Banner>}
      <AlsoTouched touched={touchedBesides([data.plan], operation, [data.name])} operation={operation} />
      <CopyCommand command={shellCommandOf(data.manager, operation, data.name)} />
    </>
  );
}
