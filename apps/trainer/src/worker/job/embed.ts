import './end-with-parent.js';
import './lower-priority.js';
import { readFileSync, writeFileSync } from 'node:fs';
import { GLYPH_PIXELS, glyphFromBytes } from '@inkling/ink';
import { normaliseRows } from '@inkling/recognizer';
import { openOrtSession } from '../../onnx/ort-session.js';
import { runAsChild } from './run-as-child.js';

// The program of the child process that embeds samples: `embed <model file> <glyph file> <vector file>`.
// 784 bytes a glyph go in, embeddings of length 1 come out as little-endian float32, in the same order.

/** Glyphs in memory at once. */
const BATCH = 2048;

const [model, input, output] = process.argv.slice(2) as [string, string, string];
await runAsChild(() => embed(readFileSync(model), readFileSync(input), output));

async function embed(onnx: Uint8Array, glyphs: Uint8Array, output: string): Promise<void> {
  const session = await openOrtSession(onnx);
  const count = glyphs.length / GLYPH_PIXELS;
  writeFileSync(output, '');
  for (let from = 0; from < count; from += BATCH) {
    const to = Math.min(count, from + BATCH);
    const batch = glyphFromBytes(glyphs.subarray(from * GLYPH_PIXELS, to * GLYPH_PIXELS));
    const { embeddings } = await session.run(batch, to - from);
    const rows = normaliseRows(embeddings, embeddings.length / (to - from));
    writeFileSync(output, Buffer.from(rows.buffer, rows.byteOffset, rows.byteLength), {
      flag: 'a',
    });
  }
  await session.release();
}
