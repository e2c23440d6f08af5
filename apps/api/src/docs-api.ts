import { readFile, writeFile } from 'node:fs/promises';
import type { OpenAPIObject } from '@nestjs/swagger';
import { listCalls, withCalls } from './http/docs/list-calls.js';

// `npm run docs:api`: writes the list of all calls in docs/api.md anew, from the document that `npm run openapi` made.
const page = new URL('../../../docs/api.md', import.meta.url);
const document = await readFile(new URL('./openapi.json', import.meta.url), 'utf8');
const calls = listCalls(JSON.parse(document) as OpenAPIObject);
await writeFile(page, withCalls(await readFile(page, 'utf8'), calls));
