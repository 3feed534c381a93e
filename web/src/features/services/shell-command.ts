import type { ServiceOperation, ServiceRow } from '../../api/model';

/// What does the same in a terminal.
export function shellCommandOf(manager: string, operation: ServiceOperation, name: string): string {
  if (manager === 'supervisord') return `supervisorctl ${operation} ${name}`;
  if (manager === 'sysv') return `service ${name.replace(/\.service$/, '')} ${operation}`;
  return `systemctl ${operation} ${name}`;
}

/// What lists them in a terminal: of the manager that has the say on this host.
export function listCommandOf(rows: readonly ServiceRow[] | undefined): string {
  const has = (manager: string) => rows?.some((row) => row.manager.startsWith(manager)) ?? false;
  if (!has('systemd') && has('sysv')) return 'service --status-all';
  if (!has('systemd') && has('supervisord')) return 'supervisorctl status';
  return 'systemctl list-units --type=service --all';
}
