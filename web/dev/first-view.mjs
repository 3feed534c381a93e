// The compressed size of the first view of every page: the document, what it names, the page's chunks and the larger language;
// in Brotli, which browsers are sent, and in gzip for others. Fails when one is over its limit.
// Usage: node dev/first-view.mjs [DIST]; npm run build does, after dev/compress.mjs.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const LIMITS = { brotli: 270_000, gzip: 300_000 };
const dist = process.argv[2] ?? 'dist';
const files = readdirSync(`${dist}/assets`);
const gzip = (path) => gzipSync(readFileSync(`${dist}/${path}`)).length;
const brotli = (path) => (existsSync(`${dist}/${path}.br`) ? readFileSync(`${dist}/${path}.br`).length : gzip(path));
const html = readFileSync(`${dist}/index.html`, 'utf8');
const named = [...html.matchAll(/(?:src|href)="\.\/assets\/([^"]+)"/g)].map((match) => match[1]);
const entry = readFileSync(`${dist}/assets/${named.find((file) => /^index-.*\.js$/.test(file))}`, 'utf8');
const chunks = [.../m\.f=\[(.*?)\]/.exec(entry)[1].matchAll(/"(?:\.\/|assets\/)([^"]+)"/g)].map((match) => match[1]);
const languages = files.filter((file) => /^(en|zh-cn)-.*\.js$/.test(file)).map((file) => `assets/${file}`);
const pages = [...entry.matchAll(/import\(`\.\/([a-z]+)-page-[^`]+`\)[^[]{0,60}__vite__mapDeps\(\[([\d,]+)\]/g)];
const expected = files.filter((file) => /-page-.*\.js$/.test(file)).length;
let failed = pages.length !== expected;
if (failed) process.stderr.write(`first view: found ${pages.length} of ${expected} pages\n`);
for (const [, name, indexes] of pages) {
  const needed = new Set([...named, ...indexes.split(',').map((index) => chunks[Number(index)])]);
  const total = (sizeOf) =>
    [...needed].reduce((sum, file) => sum + sizeOf(`assets/${file}`), sizeOf('index.html')) +
    Math.max(...languages.map(sizeOf));
  const sizes = { brotli: total(brotli), gzip: total(gzip) };
  const over = Object.keys(LIMITS).filter((coding) => sizes[coding] > LIMITS[coding]);
  failed ||= over.length > 0;
  const text = Object.entries(sizes).map(([coding, bytes]) => `${Math.round(bytes / 1000)} kB ${coding}`);
  const verdict = over.map((coding) => `, over ${LIMITS[coding] / 1000} kB ${coding}`).join('');
  process.stdout.write(`first view of ${name}: ${text.join(', ')}${verdict}\n`);
}
if (failed) process.exit(1);
