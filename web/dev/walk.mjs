// Uses the page of a running program by hand: lists, filters, sorts, opens, follows, pauses, scrolls, with a picture after each step. Prints for each
// step how long the page took to show the answer of each key and click, the time until what was asked for was there, and the tasks of the main
// thread; and keeps a trace of the main thread that chrome://tracing and Perfetto open. benchmarks/walk/run starts the program and the load.
// Usage: USER_NAME=… PASSWORD=… PARENT=PID OWNER=PID node dev/walk.mjs URL OUT_DIR, the processes with the most children and sockets
import { mkdirSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { chromium } from 'playwright-core';
import { mainThreadTasks, smallTrace } from './trace.mjs';

const [url, out = 'walk'] = process.argv.slice(2);
const { USER_NAME: userName, PASSWORD: password, PARENT: parent, OWNER: owner } = process.env;
const CATEGORIES = ['toplevel', '__metadata', 'devtools.timeline', 'blink.user_timing'];

mkdirSync(out, { recursive: true });
const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--enable-precise-memory-info', '--js-flags=--expose-gc'],
});
const context = await browser.newContext({
  ignoreHTTPSErrors: true,
  locale: 'en',
  viewport: { width: 1440, height: 900 },
});
await context.addInitScript(() => {
  globalThis.answers = [];
  new PerformanceObserver((list) => {
    for (const { name, duration, interactionId } of list.getEntries()) {
      if (interactionId > 0) globalThis.answers.push({ name, duration });
    }
  }).observe({ type: 'event', durationThreshold: 16, buffered: true });
});
const page = await context.newPage();
page.on('pageerror', (error) => process.stdout.write(`uncaught: ${error.message}\n`));

const row = (index) => page.locator('.data-table-row').nth(index);
const rows = () => row(0).waitFor();
const filter = () => page.locator('.toolbar').getByRole('combobox');
const heading = (name) => page.getByRole('columnheader', { name, exact: true }).getByRole('button');
const button = (name) => page.getByRole('button', { name, exact: true });
const dialog = () => page.getByRole('dialog');
const scroller = () => page.locator('.data-table-scroll');
const shownRows = async () => (await page.locator('.page-title .quiet').first().textContent()) ?? '';

/// Waits until the count of rows in the page's title says something else.
async function countChanges(act) {
  const before = (await shownRows()).split(' of ')[0];
  await act();
  await page.waitForFunction((was) => {
    const [count, total] = document.querySelector('.page-title .quiet')?.textContent?.split(/ of | · /) ?? [];
    return total !== undefined && total !== '0' && count !== was;
  }, before);
}
const type = (text) => countChanges(() => filter().pressSequentially(text, { delay: 90 }));
const clear = () =>
  countChanges(() =>
    filter()
      .press('Escape')
      .then(() => filter().press('Escape')),
  );
const sorted = async (name, direction) => {
  await heading(name).click();
  await page.locator(`[role=columnheader][aria-sort=${direction}]`, { hasText: name }).waitFor();
};

/// What somebody does, in order. A step is over when what was asked for is on the screen.
const STEPS = [
  ['processes: from the overview', () => page.getByRole('link', { name: 'Processes', exact: true }).click().then(rows)],
  ['processes: fuzzy filter, slp', () => type('slp')],
  ['processes: filter cleared', clear],
  ['processes: filter cpu>0 user:root', () => type('cpu>0 user:root')],
  ['processes: filter cleared again', clear],
  ['processes: sorted by memory', () => sorted('Memory', 'descending')],
  ['processes: sorted by PID', () => sorted('PID', 'descending')],
  ['processes: sorted by CPU', () => sorted('CPU %', 'descending')],
  ['processes: scrolled by the wheel', () => wheel(20)],
  ['processes: to the end', () => scroller().press('End')],
  [
    'processes: paused',
    () =>
      button('Pause')
        .click()
        .then(() => button('Resume').waitFor()),
  ],
  [
    'processes: resumed',
    () =>
      button('Resume')
        .click()
        .then(() => button('Pause').waitFor()),
  ],
  ['processes: to the start', () => scroller().press('Home')],
  [
    'processes: a drawer',
    () =>
      row(1)
        .click()
        .then(() => dialog().getByRole('tablist').waitFor()),
  ],
  ['processes: its files', () => dialog().getByRole('tab', { name: 'Files' }).click()],
  [
    'processes: followed',
    () =>
      button('Follow')
        .click()
        .then(() => page.locator('.follow').waitFor()),
  ],
  ['processes: drawer closed', closed],
  [
    'processes: tree',
    () =>
      page
        .getByText('Tree', { exact: true })
        .click()
        .then(() => page.locator('.tree-name').first().waitFor()),
  ],
  ['processes: tree, filtered', () => type('nginx')],
  ['processes: tree, filter cleared', clear],
  ['processes: tree, to the end', () => scroller().press('End')],
  ['processes: a drawer with thousands of children', () => open(`pid:${parent}`, 'Parents and children')],
  ['processes: that drawer closed', closed],
  ['sockets: list', () => countChanges(() => page.getByRole('link', { name: 'Sockets', exact: true }).click())],
  ['sockets: filter port:80', () => type('port:80')],
  ['sockets: filter cleared', clear],
  ['sockets: fuzzy filter, lod estab', () => type('lod estab')],
  ['sockets: filter cleared again', clear],
  ['sockets: listening only', () => countChanges(() => page.getByText('Listening', { exact: true }).click())],
  ['sockets: all', () => countChanges(() => page.getByText('All', { exact: true }).first().click())],
  ['sockets: sorted by state', () => sorted('State', 'ascending')],
  ['sockets: scrolled by the wheel', () => wheel(20)],
  ['sockets: to the end', () => scroller().press('End')],
  [
    'sockets: a drawer',
    () =>
      row(5)
        .click()
        .then(() => dialog().waitFor()),
  ],
  ['sockets: drawer closed', closed],
  ['processes: a drawer with thousands of sockets', () => open(`pid:${owner}`, 'Sockets')],
];

/// Finds one process and opens a tab of its drawer.
async function open(query, tab) {
  await page.goto(`${url}processes?q=${encodeURIComponent(query)}`);
  await row(0).click();
  await dialog().getByRole('tab', { name: tab, exact: true }).click();
  await dialog().locator('.mentions, .plain-table').last().waitFor();
}

async function closed() {
  await page.keyboard.press('Escape');
  await dialog().waitFor({ state: 'detached' });
}

async function wheel(times) {
  await scroller().hover();
  for (let i = 0; i < times; i += 1) {
    await page.mouse.wheel(0, 900);
    await page.waitForTimeout(40);
  }
}

async function signIn() {
  await page.goto(url);
  await page.locator('input[name=userName]').fill(userName);
  await page.locator('input[name=password]').fill(password);
  await page.keyboard.press('Enter');
  await page.getByRole('navigation').first().waitFor();
  await page.waitForTimeout(3000);
}

async function take([name, act], number) {
  await page.evaluate((step) => {
    globalThis.answers = [];
    performance.mark(step);
  }, name);
  await browser.startTracing(page, { categories: CATEGORIES });
  const began = performance.now();
  await act();
  const doneMillis = Math.round(performance.now() - began);
  await page.waitForTimeout(2500);
  const { traceEvents } = JSON.parse(String(await browser.stopTracing()));
  const tasks = mainThreadTasks(traceEvents);
  const longest = tasks.reduce((a, b) => ((a.tdur ?? 0) > (b.tdur ?? 0) ? a : b));
  const answers = await page.evaluate(() => globalThis.answers.map(({ duration }) => duration));
  const millis = (micros = 0) => Math.round(micros / 1000);
  await page.screenshot({ path: `${out}/${String(number).padStart(2, '0')}-${name.replace(/[^a-z0-9]+/gi, '-')}.png` });
  const line = {
    step: name,
    doneMillis,
    slowestAnswerMillis: Math.max(0, ...answers),
    longestCpuMillis: millis(longest.tdur),
    longestMillis: Math.max(...tasks.map(({ dur }) => millis(dur))),
    cpuPercent: Math.round(tasks.reduce((sum, { tdur = 0 }) => sum + tdur, 0) / (doneMillis + 2500) / 10),
    rows: await shownRows(),
  };
  process.stdout.write(`${JSON.stringify(line)}\n`);
  return smallTrace(traceEvents, name);
}

await signIn();
const events = [];
for (const [index, step] of STEPS.entries()) {
  try {
    events.push(...(await take(step, index + 1)));
  } catch (error) {
    process.stdout.write(`${step[0]}: ${error.message.split('\n')[0]}\n`);
    await page.screenshot({ path: `${out}/failed-${index + 1}.png` });
    await browser.stopTracing().catch(() => undefined);
  }
}
const heapMB = await page.evaluate(() => {
  globalThis.gc?.();
  return Math.round(performance.memory.usedJSHeapSize / 1e5) / 10;
});
process.stdout.write(`${JSON.stringify({ step: 'the end', heapMB })}\n`);
writeFileSync(`${out}/trace.json.gz`, gzipSync(JSON.stringify({ traceEvents: events }), { level: 9 }));
await browser.close();
