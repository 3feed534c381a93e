// The compressed size of the first view of every page: the document, what it names, the page's chunks and the larger language.
// Fails when one is over the limit. Usage: node dev/first-view.mjs [DIST]; npm run build does.
import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const LIMIT = 300_000;
const dist = process.argv[2] ?? 'dist';
const files = readdirSync(`${dist}/assets`);
const sizeOf = (path) => gzipSync(readFileSync(`${dist}/${path}`)).length;
const html = readFileSync(`${dist}/index.html`, 'utf8');
const named = [...html.matchAll(/(?:src|href)="\.\/assets\/([^"]+)"/g)].map((match) => match[1]);
const entry = readFileSync(`${dist}/assets/${named.find((file) => /^index-.*\.js$/.test(file))}`, 'utf8');
const chunks = [.../m\.f=\[(.*?)\]/.exec(entry)[1].matchAll(/"(?:\.\/|assets\/)([^"]+)"/g)].map((match) => match[1]);
const language = Math.max(
  ...files.filter((file) => /^(en|zh-cn)-.*\.js$/.test(file)).map((file) => sizeOf(`assets/${file}`)),
);
const pages = [...entry.matchAll(/import\(`\.\/([a-z]+)-page-[^`]+`\)[^[]{0,60}__vite__mapDeps\(\[([\d,]+)\]/g)];
const expected = files.filter((file) => /-page-.*\.js$/.test(file)).length;
let failed = pages.length !== expected;
if (failed) process.stderr.write(`first view: found ${pages.length} of ${expected} pages\n`);
for (const [, name, indexes] of pages) {
  const needed = new Set([...named, ...indexes.split(',').map((index) => chunks[Number(index)])]);
  let total = sizeOf('index.html') + language;
  for (const file of needed) total += sizeOf(`assets/${file}`);
  const over = total > LIMIT;
  failed ||= over;
  process.stdout.write(
    `first view of ${name}: ${Math.round(total / 1000)} kB compressed${over ? `, over ${LIMIT / 1000} kB` : ''}\n`,
  );
}
if (failed) process.exit(1);
