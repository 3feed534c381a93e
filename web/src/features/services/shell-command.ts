import type { ServiceOperation } from '../../api/model';

/// What does the same in a terminal.
export function shellCommandOf(manager: string, operation: ServiceOperation, name: string): string {
  if (manager === 'supervisord') return `supervisorctl ${operation} ${name}`;
  if (manager === 'sysv') return `service ${name} ${operation}`;
  return `systemctl ${operation} ${name}`;
}
