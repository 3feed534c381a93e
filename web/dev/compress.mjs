// Puts a Brotli copy beside every script and style of the build: the server sends it to whoever takes it, and compresses
// nothing itself. Usage: node dev/compress.mjs [DIST]; npm run build does.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { brotliCompressSync, constants } from 'node:zlib';

const assets = `${process.argv[2] ?? 'dist'}/assets`;
for (const file of readdirSync(assets).filter((name) => /\.(js|css)$/.test(name))) {
  const plain = readFileSync(`${assets}/${file}`);
  const small = brotliCompressSync(plain, {
    params: {
      [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
      [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
      [constants.BROTLI_PARAM_SIZE_HINT]: plain.length,
    },
  });
  if (small.length < plain.length) writeFileSync(`${assets}/${file}.br`, small);
}
