// Starts the packaged program once for all files, as root, with one account of each role.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  export interface ProvidedContext {
    origin: string;
    passwords: Record<Role, string>;
  }
}

export type Role = 'admin' | 'operator' | 'viewer';

const program = resolve(dirname(fileURLToPath(import.meta.url)), '../../../target/procdeck/bin/procdeck');
const port = 18400;
const startMillis = 40_000;

const passwords: Record<Role, string> = {
  admin: 'the administrator may do it all',
  operator: 'the operator may start and stop',
  viewer: 'the viewer may only look at it',
};

function addAccounts(data: string): void {
  for (const [role, password] of Object.entries(passwords)) {
    execFileSync(program, ['user', 'add', role, '--role', role, '--password-stdin', '--data-dir', data], {
      input: `${password}\n`,
      stdio: ['pipe', 'inherit', 'inherit'],
    });
  }
}

/** Resolves once the program has printed the address it answers at. */
function awaitAddress(child: ChildProcess): Promise<void> {
  return new Promise((resolveStarted, reject) => {
    let printed = '';
    const timer = setTimeout(() => reject(new Error(`the program did not start: ${printed}`)), startMillis);
    const read = (chunk: Buffer) => {
      printed += chunk.toString();
      if (printed.includes(`:${port}`)) {
        clearTimeout(timer);
        resolveStarted();
      }
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.on('exit', (code) => reject(new Error(`the program ended with ${code}: ${printed}`)));
  });
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const data = mkdtempSync('/var/tmp/browser-tests-');
  execFileSync('chmod', ['755', data]);
  addAccounts(data);
  const child = spawn(program, ['run', '--port', String(port), '--data-dir', data], { stdio: ['ignore', 'pipe', 'pipe'] });
  await awaitAddress(child);
  project.provide('origin', `https://127.0.0.1:${port}`);
  project.provide('passwords', passwords);
  return async () => {
    child.removeAllListeners('exit');
    const ended = new Promise((resolveEnded) => child.once('exit', resolveEnded));
    child.kill('SIGTERM');
    await ended;
    rmSync(data, { recursive: true, force: true });
  };
}
