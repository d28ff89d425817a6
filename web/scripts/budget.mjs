// Fails when the script that the first page needs is larger than its budget, compressed.
import { readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';

const LIMIT_KB = 150;
const dist = new URL(process.argv[2] ? `file://${process.argv[2]}/` : '../dist/', import.meta.url);
const manifest = JSON.parse(await readFile(new URL('.vite/manifest.json', dist), 'utf8'));

/** A chunk and everything that it imports at once. */
function needed(key, found = new Set()) {
  if (found.has(key)) return found;
  found.add(key);
  for (const other of manifest[key].imports ?? []) needed(other, found);
  return found;
}

async function size(keys) {
  let bytes = 0;
  for (const key of keys)
    bytes += gzipSync(await readFile(new URL(manifest[key].file, dist)), { level: 9 }).length;
  return bytes / 1024;
}

const shell = needed('index.html');
const first = new Set([...shell, ...needed('src/routes/fleet/FleetPage.svelte')]);
const pages = Object.keys(manifest).filter((key) => manifest[key].isDynamicEntry);
for (const page of pages) {
  const own = [...needed(page)].filter((key) => !shell.has(key));
  console.log(`${(await size(own)).toFixed(1).padStart(7)} kB  ${page}`);
}
const total = await size(first);
console.log(`${total.toFixed(1).padStart(7)} kB  first load, of ${LIMIT_KB} kB`);
if (total > LIMIT_KB) {
  console.error('The first load is over its budget: load what it does not need at once lazily.');
  process.exitCode = 1;
}
