// The test host that everything runs on: a real systemd with real services. Commands here are the oracle, never the program.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';

/** Runs a command that must succeed and returns what it printed. */
export function run(command: string, ...args: string[]): string {
  return execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

function succeeds(command: string, ...args: string[]): boolean {
  try {
    run(command, ...args);
    return true;
  } catch {
    return false;
  }
}

/** One property of a unit, as systemd tells it. */
export function unitProperty(unit: string, property: string): string {
  return run('systemctl', 'show', '--value', `--property=${property}`, unit).trim();
}

/** Polls until a condition holds; the page is asked through Playwright's own waiting instead. */
export async function eventually(what: string, condition: () => boolean, seconds = 60): Promise<void> {
  const end = Date.now() + seconds * 1000;
  while (!condition()) {
    if (Date.now() > end) throw new Error(`not within ${seconds} s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Lets supervisord keep one program running, named `worker`. */
export function superviseWorker(): Promise<void> {
  return supervise('worker', '/bin/sleep 100000');
}

/** Lets supervisord keep a program of this name running. */
export async function supervise(name: string, command: string, ...lines: string[]): Promise<void> {
  const section = [`[program:${name}]`, `command=${command}`, 'autostart=true', 'startsecs=0', ...lines, ''];
  writeFileSync(`/etc/supervisor/conf.d/${name}.conf`, section.join('\n'));
  run('systemctl', 'start', 'supervisor.service');
  // systemd calls it started before it listens.
  await eventually(`supervisord takes ${name} on`, () =>
    succeeds('supervisorctl', '-c', '/etc/supervisor/supervisord.conf', 'update'),
  );
}

/** A unit of our own, with its lines in [Service]; started on request. */
export function makeUnit(name: string, ...serviceLines: string[]): void {
  const lines = ['[Unit]', `Description=Made for a test: ${name}`, '[Service]', ...serviceLines, ''];
  writeFileSync(`/etc/systemd/system/${name}`, lines.join('\n'));
  run('systemctl', 'daemon-reload');
}
