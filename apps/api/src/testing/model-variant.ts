import { createHash } from 'node:crypto';
import { cp, mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { MODELS_DIR } from './test-app.js';

/** Tag of `doc_string` in ONNX's ModelProto: of two the last one counts. */
const DOC_STRING_TAG = 0x32;

/**
 * A models folder with the shipped networks, where `digits` is the same network in another file.
 *
 * @param note up to 127 characters, written into the file
 */
export async function modelsWithVariant(note: string): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'inkling-models-'));
  await mkdir(path.join(folder, 'digits'));
  const source = path.join(MODELS_DIR, 'digits');
  const text = Buffer.from(note);
  const bytes = Buffer.concat([
    await readFile(path.join(source, 'model.onnx')),
    Buffer.from([DOC_STRING_TAG, text.length]),
    text,
  ]);
  const card = JSON.parse(await readFile(path.join(source, 'card.json'), 'utf8')) as object;
  const file = { sha256: createHash('sha256').update(bytes).digest('hex'), bytes: bytes.length };
  await writeFile(path.join(folder, 'digits', 'model.onnx'), bytes);
  await writeFile(path.join(folder, 'digits', 'card.json'), JSON.stringify({ ...card, file }));
  await cp(path.join(MODELS_DIR, 'characters'), path.join(folder, 'characters'), {
    recursive: true,
  });
  return folder;
}
