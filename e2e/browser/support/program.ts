// The packaged program as a real process.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const tree = resolve(dirname(fileURLToPath(import.meta.url)), '../../../target/procdeck');
const startMillis = 120_000;

export class Program {
  printed = '';

  private constructor(
    private readonly child: ChildProcess,
    readonly origin: string,
  ) {}

  /** Starts `procdeck run`, with a command such as setpriv in front of it, and waits for the address it prints. */
  static async start(port: number, data: string, from = tree, ...prefix: string[]): Promise<Program> {
    const [command = '', ...rest] = [
      ...prefix,
      `${from}/bin/procdeck`,
      'run',
      // Reached from elsewhere too, as most are: what the page says to its people only then is tested with the rest.
      '--bind',
      '0.0.0.0',
      '--port',
      String(port),
      '--data-dir',
      data,
    ];
    const child = spawn(command, rest, { stdio: ['ignore', 'pipe', 'pipe'] });
    const program = new Program(child, `https://127.0.0.1:${port}`);
    await program.awaitPrinted(new RegExp(`${program.origin}[\\s\\S]*\\n\\s*\\n`));
    return program;
  }

  /** The process id of one half, as the kernel knows it. */
  half(name: 'agent' | 'server'): number {
    const main = name === 'agent' ? 'AgentMain' : 'ServerMain';
    return Number(execFileSync('pgrep', ['-P', String(this.child.pid), '-f', main], { encoding: 'utf8' }).trim());
  }

  private awaitPrinted(pattern: RegExp): Promise<void> {
    return new Promise((resolveStarted, reject) => {
      const fail = (why: string) => reject(new Error(`${why}: ${this.printed}`));
      const timer = setTimeout(() => fail('the program did not start'), startMillis);
      const read = (chunk: Buffer) => {
        this.printed += chunk.toString();
        if (!pattern.test(this.printed)) return;
        clearTimeout(timer);
        resolveStarted();
      };
      this.child.stdout?.on('data', read);
      this.child.stderr?.on('data', read);
      this.child.once('exit', (code) => fail(`the program ended with ${code}`));
    });
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = new Promise((resolveEnded) => this.child.once('exit', resolveEnded));
    this.child.kill('SIGTERM');
    await ended;
  }
}
