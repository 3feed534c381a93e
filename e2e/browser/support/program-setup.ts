// Starts the packaged program once for all files, as root, with one account of each role.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import type { TestProject } from 'vitest/node';
import { Program, tree } from './program';

declare module 'vitest' {
  export interface ProvidedContext {
    origin: string;
    passwords: Record<Role, string>;
  }
}

export type Role = 'admin' | 'operator' | 'viewer';

const passwords: Record<Role, string> = {
  admin: 'the administrator may do it all',
  operator: 'the operator may start and stop',
  viewer: 'the viewer may only look at it',
};

export function addAccounts(data: string): void {
  for (const [role, password] of Object.entries(passwords)) {
    execFileSync(
      `${tree}/bin/procdeck`,
      ['user', 'add', role, '--role', role, '--password-stdin', '--data-dir', data],
      { input: `${password}\n`, stdio: ['pipe', 'inherit', 'inherit'] },
    );
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const data = mkdtempSync('/var/tmp/browser-tests-');
  execFileSync('chmod', ['755', data]);
  addAccounts(data);
  const program = await Program.start(18400, data);
  project.provide('origin', program.origin);
  project.provide('passwords', passwords);
  return async () => {
    await program.stop();
    rmSync(data, { recursive: true, force: true });
  };
}
