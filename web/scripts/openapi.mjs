// Brings web/openapi.json up to date: from a running server when its address is given
// (`npm run openapi -- http://127.0.0.1:8100`), else from the snapshot of the server's tests.
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const TARGET = new URL('../openapi.json', import.meta.url);
const SNAPSHOT = new URL(
  '../../crates/slm-server/tests/it/snapshots/it__pages__openapi.snap',
  import.meta.url,
);

/** The description as the server's tests have it. */
export async function fromSnapshot() {
  const text = await readFile(SNAPSHOT, 'utf8');
  // A snapshot begins with a header between two lines of dashes.
  return text.slice(text.indexOf('\n---\n', 3) + 5);
}

async function fromServer(address) {
  const answer = await fetch(new URL('/openapi.json', address));
  if (!answer.ok) throw new Error(`${address} answered ${answer.status}`);
  return answer.text();
}

/** One spelling, whichever way it came. */
export function spelled(text) {
  return `${JSON.stringify(JSON.parse(text), null, 1)}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const address = process.argv[2];
  await writeFile(TARGET, spelled(address ? await fromServer(address) : await fromSnapshot()));
  console.log('openapi.json is up to date; now `npm run types`');
}
