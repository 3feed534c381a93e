import type { Role } from '../../api/model';

export const ROLES: readonly Role[] = ['viewer', 'operator', 'admin'];
