import { useTranslation } from 'react-i18next';
import type { ServiceDetail, ServiceOperation, ServiceRow } from '../../api/model';
import { useStaleReason } from '../../live/use-live';
import { codedText } from '../../ui/problem-text';
import { usePermissions } from '../session/use-session';

/// Why nobody can say of such a unit file whether it is started at boot.
const NEVER_AT_BOOT: ReadonlySet<string> = new Set(['static', 'generated', 'transient']);

type Subject = Pick<
  ServiceRow,
  'manager' | 'activeState' | 'loadState' | 'fileState' | 'protected' | 'verbs' | 'name'
> &
  Partial<Pick<ServiceDetail, 'mayAct'>>;

/// The one place that knows why an operation on a service cannot be asked for now.
export function useWhyNot(): (service: Subject, operation: ServiceOperation) => string | undefined {
  const { t } = useTranslation();
  const stale = useStaleReason();
  const { whyNotService } = usePermissions();
  return (service, operation) => {
    if (stale) return t(stale);
    const right = whyNotService(operation);
    if (right !== undefined) return right;
    if (service.protected === 'refused') return t('reason.protected_unit');
    const may =
      service.mayAct?.[operation] ?? service.mayAct?.[operation === 'reset-failed' ? 'resetFailed' : operation];
    if (may !== undefined && !may.allowed)
      return codedText(t, { code: may.code ?? 'denied', parameters: may.parameters });
    if (service.loadState === 'masked' && operation !== 'stop' && operation !== 'reset-failed')
      return t('reason.unit_masked');
    // Of some init scripts nobody can say whether their program runs.
    const unknown = service.activeState === 'unknown';
    const running = service.activeState === 'active' || service.activeState === 'reloading';
    const fileState = service.fileState ?? '';
    if ((operation === 'enable' || operation === 'disable') && NEVER_AT_BOOT.has(fileState))
      return t(`reason.file_${fileState}`);
    if (service.verbs.length > 0 && !service.verbs.includes(operation))
      return t(
        service.manager === 'systemd' && operation === 'reload' ? 'reason.cannot_reload' : 'reason.verb_unsupported',
      );
    if (operation === 'start' && running) return t('reason.already_active');
    if (
      (operation === 'stop' || operation === 'reload') &&
      !running &&
      !unknown &&
      service.activeState !== 'activating'
    )
      return t('reason.not_active');
    if (operation === 'reset-failed' && service.activeState !== 'failed') return t('reason.not_failed');
    if (operation === 'enable' && service.fileState === 'enabled') return t('reason.already_enabled');
    if (operation === 'disable' && service.fileState === 'disabled') return t('reason.already_disabled');
    return undefined;
  };
}
