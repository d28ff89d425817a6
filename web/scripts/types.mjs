// Generates src/lib/api/types.ts from openapi.json. With --check it writes nothing, and fails when the types, or the
// document itself, are not those of the server's tests.
import { readFile, writeFile } from 'node:fs/promises';
import openapiTypes, { astToString } from 'openapi-typescript';
import { fromSnapshot, spelled } from './openapi.mjs';

const DOCUMENT = new URL('../openapi.json', import.meta.url);
const TARGET = new URL('../src/lib/api/types.ts', import.meta.url);
const HEADER = '// Generated from openapi.json by `npm run types`; not to be edited.\n\n';

const document = await readFile(DOCUMENT, 'utf8');
const description = JSON.parse(document);
// Operations are found by their path; their names, which need not be unique, would only be one more list.
for (const path of Object.values(description.paths)) {
  for (const operation of Object.values(path)) delete operation.operationId;
}
const types = HEADER + astToString(await openapiTypes(description));

if (!process.argv.includes('--check')) {
  await writeFile(TARGET, types);
} else {
  const stale = [];
  if ((await readFile(TARGET, 'utf8')) !== types)
    stale.push('src/lib/api/types.ts is not what openapi.json says');
  if (spelled(await fromSnapshot()) !== document) stale.push("openapi.json is not the server's");
  for (const reason of stale) console.error(`${reason}: run \`npm run openapi && npm run types\``);
  process.exitCode = stale.length > 0 ? 1 : 0;
}
