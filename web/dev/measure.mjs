// Measures the page in Chromium with made-up live data against running previews (benchmarks/page/run starts them): tasks of the main
// thread by the clock and by the processor time they took, time to the first row, heap. Prints one JSON line per scene.
// Usage: npm run measure -- URL [LIVE|HOUR]
import { chromium } from 'playwright-core';
import { mainThreadTasks } from './trace.mjs';

const [url = 'http://localhost:4173/', what = 'live'] = process.argv.slice(2);
const SECONDS = 15;
const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--enable-precise-memory-info', '--js-flags=--expose-gc'],
});
const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en' });

const filter = (page) => page.locator('.toolbar').getByRole('combobox');
const SCENES = [
  { name: 'processes: list, live', path: 'processes' },
  { name: 'processes: fuzzy filter, live', path: 'processes?q=ngx' },
  { name: 'processes: tree, live', path: 'processes?view=tree' },
  { name: 'sockets: live', path: 'sockets' },
  {
    name: 'sockets: filter typed and sorted, live',
    path: 'sockets',
    act: async (page) => {
      await filter(page).pressSequentially('ngx port>1000', { delay: 120 });
      await page.waitForTimeout(3000);
      await page.getByRole('columnheader').nth(3).getByRole('button').click();
      await page.waitForTimeout(3000);
      await page.getByRole('columnheader').nth(3).getByRole('button').click();
    },
  },
];

async function heapMB(page) {
  return page.evaluate(() => {
    globalThis.gc?.();
    return Math.round(performance.memory.usedJSHeapSize / 1e5) / 10;
  });
}

async function measure({ name, path, act }) {
  const page = await context.newPage();
  await browser.startTracing(page, { categories: ['toplevel', '__metadata'] });
  const began = Date.now();
  await page.goto(url + path, { waitUntil: 'commit' });
  await page.locator('.data-table-row').first().waitFor({ timeout: 120_000 });
  const firstRowMillis = Date.now() - began;
  const loading = mainThreadTasks(JSON.parse(String(await browser.stopTracing())).traceEvents);
  await page.waitForTimeout(2000);
  await browser.startTracing(page, { categories: ['toplevel', '__metadata'] });
  await act?.(page);
  await page.waitForTimeout(SECONDS * 1000);
  const tasks = mainThreadTasks(JSON.parse(String(await browser.stopTracing())).traceEvents);
  const wall = tasks.map(({ dur = 0 }) => Math.round(dur / 1000)).sort((x, y) => y - x);
  const cpu = tasks.map(({ tdur = 0 }) => Math.round(tdur / 1000)).sort((x, y) => y - x);
  const rows = await page.locator('.page-title .quiet').first().textContent();
  const result = {
    scene: name,
    rows,
    firstRowMillis,
    longestCpuMillisWhileLoading: Math.max(...loading.map(({ tdur = 0 }) => Math.round(tdur / 1000))),
    tasksOver50: wall.filter((millis) => millis > 50),
    tasksOver50OfCpu: cpu.filter((millis) => millis > 50),
    longestMillis: wall.slice(0, 3),
    longestCpuMillis: cpu.slice(0, 3),
    heapMB: await heapMB(page),
  };
  await page.close();
  return result;
}

/// Against a preview that ticks twenty times as fast: the heap after each tenth of an hour of ticks.
async function hour() {
  const page = await context.newPage();
  await page.goto(`${url}processes`);
  await page.locator('.data-table-row').first().waitFor({ timeout: 60_000 });
  const heap = [];
  for (let tenth = 0; tenth <= 10; tenth += 1) {
    heap.push(await heapMB(page));
    if (tenth < 10) await page.waitForTimeout(18_000);
  }
  return { scene: 'processes: an hour of ticks at twenty times the speed', heapMB: heap };
}

const only = process.env.SCENE;
const results = what === 'hour' ? [hour] : SCENES.map((scene) => () => measure(scene));
for (const [index, run] of results.entries()) {
  if (only !== undefined && what !== 'hour' && !SCENES[index].name.includes(only)) continue;
  process.stdout.write(`${JSON.stringify(await run())}\n`);
}
await browser.close();
