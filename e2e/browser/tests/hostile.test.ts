// I5, B5, B7: whatever a local user can put into names, arguments, descriptions and log lines is shown as text on every page.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { launchBrowser, Visitor } from '../support/browser';
import { eventually, run, unitProperty } from '../support/host';
import { pages } from '../support/pages';

const markup = '<img src=x onerror=alert(1)><script>alert(2)</script>';
const escapes = '\u001b[31mred\u001b]0;title\u0007 \u202egnp.exe\u2028data: x\r\n\r\nevent: y';
const formula = '=cmd|"/c calc"!A1';
const unit = 'hostile-text.service';
const port = 45_678;

let browser: Browser;
let visitor: Visitor;
let folder: string;
const children: ChildProcess[] = [];

/** Every byte that an argument can have. */
const everyByte = Buffer.from([...Buffer.from('every-byte-'), ...Array.from({ length: 255 }, (_, i) => i + 1)]);

const python = (code: string, ...args: string[]) => {
  const child = spawn('python3', ['-c', code, ...args], { stdio: 'ignore' });
  children.push(child);
  return child;
};

/** A process with these bytes as its first argument. */
const withArgument = (bytes: Buffer) =>
  python('import os,sys; os.execv("/bin/sleep", [bytes.fromhex(sys.argv[1]), b"1000"])', bytes.toString('hex'));

/** A process whose name is that of a link, listening on a port, for the sockets page. */
function withName(name: string): void {
  symlinkSync('/usr/bin/python3', `${folder}/${name}`);
  const code = `import socket,time; s=socket.socket(); s.bind(("127.0.0.1",${port})); s.listen(); time.sleep(1000)`;
  children.push(spawn(`${folder}/${name}`, ['-c', code, markup, escapes, formula], { stdio: 'ignore' }));
}

function makeHostileUnit(): void {
  const print = `import sys,time; o=sys.stdout.buffer; [o.write(x+b"\\n") for x in (bytes.fromhex(h) for h in sys.argv[1:])]; o.flush(); time.sleep(1000)`;
  writeFileSync(`${folder}/print.py`, print);
  const lines = [markup, escapes.replace(/[\r\n]/g, ''), formula].map((line) => Buffer.from(line).toString('hex'));
  lines.push(Buffer.from([...Array.from({ length: 255 }, (_, i) => i + 1)].filter((b) => b !== 10)).toString('hex'));
  writeFileSync(
    `/etc/systemd/system/${unit}`,
    `[Unit]\nDescription=${markup} \u202e\u001b[31m ${formula}\n[Service]\nExecStart=/usr/bin/python3 ${folder}/print.py ${lines.join(' ')}\n`,
  );
  run('systemctl', 'daemon-reload');
  run('systemctl', 'start', unit);
  writeFileSync('/etc/cron.d/hostile', `7 7 * * * root echo ${markup} \u202e\u001b[31m ${formula}\n`);
}

beforeAll(async () => {
  folder = mkdtempSync('/var/tmp/hostile-');
  run('chmod', '755', folder);
  withArgument(everyByte);
  withArgument(Buffer.from(`${markup}${escapes}`));
  withName('<x-e>) R 1 (');
  makeHostileUnit();
  browser = await launchBrowser();
  await eventually('the unit runs', () => unitProperty(unit, 'ActiveState') === 'active');
});

afterEach(async () => {
  await visitor.leave();
  expect(visitor.troubles).toEqual([]);
});

afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  run('systemctl', 'stop', unit);
  rmSync(`/etc/systemd/system/${unit}`);
  rmSync('/etc/cron.d/hostile');
  rmSync(folder, { recursive: true });
  await browser.close();
});

/** Nothing that somebody else wrote has become an element. */
async function expectNoInjection(where: string): Promise<void> {
  const found = await visitor.page.evaluate(
    () => document.querySelectorAll('img[src="x"], [onerror], body script:not([src]), x-e').length,
  );
  expect(found, where).toBe(0);
}

it('has nothing of it in any page but text', async () => {
  visitor = await Visitor.arrive(browser);
  await visitor.page.goto('/');
  await visitor.enter(`${markup}${escapes}`.slice(0, 60), formula);
  await visitor.page.getByRole('alert').first().waitFor();
  await visitor.signIn('admin');
  const shows =
    (text: string | RegExp) =>
    ({ page }: Visitor) =>
      page.getByRole('main').getByText(text).first().waitFor();
  const opens = ({ page }: Visitor) => page.getByRole('dialog').waitFor();
  const more = [
    { path: '/processes?q=onerror', ready: shows(markup) },
    { path: '/processes?view=tree&q=every-byte', ready: shows('every-byte') },
    { path: `/sockets?q=${port}`, ready: shows('<x-e>) R 1 (') },
    { path: '/services?q=hostile-text', ready: shows(markup) },
    { path: `/services?name=${unit}`, ready: opens },
    { path: `/services?name=${unit}&tab=log`, ready: opens },
    { path: `/services?name=${unit}&tab=processes`, ready: opens },
    { path: '/search?q=onerror', ready: shows(markup) },
    { path: `/search?q=${encodeURIComponent(markup)}`, ready: ({ page }: Visitor) => page.getByRole('main').waitFor() },
    { path: '/operations?q=onerror', ready: ({ page }: Visitor) => page.getByRole('main').waitFor() },
    { path: `/services?name=${encodeURIComponent(markup)}`, ready: opens },
    {
      path: `/processes?q=${encodeURIComponent(`${markup}"'`)}`,
      ready: ({ page }: Visitor) => page.getByRole('main').waitFor(),
    },
  ];
  for (const { path, ready } of [...pages, ...more]) {
    await visitor.page.goto(path);
    await ready(visitor);
    await expectNoInjection(path);
    expect(visitor.troubles, path).toEqual([]);
  }
}, 180_000);

it('shows a name of every byte, none lost and none garbled', async () => {
  visitor = await (await Visitor.arrive(browser)).signIn('admin');
  await visitor.page.goto('/processes?q=every-byte');
  await visitor.row('every-byte').waitFor();
  const text = await visitor.row('every-byte').textContent();
  expect(text).toContain('\\x01\\x02\\x03\\x04\\x05\\x06\\x07\\x08\\t\\n\\x0b\\x0c\\r\\x0e');
  expect(text).toContain('!"#$%&\'()*+,-./0123456789:;<=>?@');
  expect(text).toContain('\\x7f\\ufffd');

  const answer = await visitor.page.evaluate(async () => {
    const list = (await (await fetch('/api/v1/processes?q=every-byte')).json()) as { items: { cmdline: string }[] };
    return list.items.map((row) => row.cmdline);
  });
  expect(answer).toContain(`${new TextDecoder().decode(everyByte)} 1000`);
});

it('shows comm, sockets, description and log with their escapes visible', async () => {
  visitor = await (await Visitor.arrive(browser)).signIn('admin');
  const { page } = visitor;
  await page.goto(`/sockets?q=${port}`);
  await visitor.row('<x-e>) R 1 (').waitFor();

  await page.goto('/services?q=hostile-text');
  await visitor.row(markup).waitFor();
  expect(await visitor.row(markup).textContent()).toContain('\\u202e\\x1b[31m');

  await page.goto(`/services?name=${unit}&tab=log`);
  await page.getByRole('dialog').getByText(markup).first().waitFor();
  await page.getByRole('dialog').getByText('\\u202egnp.exe').first().waitFor();
  await page.getByRole('dialog').getByText(formula).first().waitFor();
  await expectNoInjection('log');
});
