import { setTimeout as wait } from 'node:timers/promises';
import type { ImportDetail, ImportState } from '@inkling/contract';
import type { Answer, Client } from '../../testing/client.js';
import { mnist } from '../../testing/fixtures.js';

/** Real digits over and over, each time with another corner. */
export function glyphOf(index: number): Buffer {
  const glyph = Buffer.from(mnist[index % mnist.length]!.pixels, 'base64');
  glyph[0] = Math.floor(index / mnist.length);
  return glyph;
}

export const labelOf = (index: number): string => mnist[index % mnist.length]!.label;

/** Lines of JSON of the first real digits. */
export const digitLines = (count: number, change: object = {}): string =>
  Array.from({ length: count }, (_, at) =>
    JSON.stringify({ label: labelOf(at), glyph: glyphOf(at).toString('base64'), ...change }),
  ).join('\n') + '\n';

export const sendImport = <T = ImportState>(
  admin: Client,
  file: string | Uint8Array,
  fields: Readonly<Record<string, string>>,
  name = 'file',
): Promise<Answer<T>> =>
  admin.form<T>('/api/imports', typeof file === 'string' ? Buffer.from(file) : file, fields, name);

const ENDED = ['completed', 'failed', 'cancelled', 'undone'];

/** As it is when nothing more happens to it. */
export async function ended(admin: Client, id: string): Promise<ImportDetail> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    const { body } = await admin.call<ImportDetail>('GET', `/api/imports/${id}`);
    if (ENDED.includes(body.status)) return body;
    if (Date.now() > deadline) throw new Error(`still ${body.status}`);
    await wait(50);
  }
}

/** Sends a file and waits for what becomes of it. */
export async function importFile(
  admin: Client,
  file: string | Uint8Array,
  fields: Readonly<Record<string, string>>,
): Promise<ImportDetail> {
  const { status, body } = await sendImport(admin, file, fields);
  if (status !== 202) throw new Error(`${status} ${JSON.stringify(body)}`);
  return ended(admin, body.id);
}
