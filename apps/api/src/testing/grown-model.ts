import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as ort from 'onnxruntime-node';
import { CHARACTER_LABELS, openSession, type Engine, type ModelCard } from '@inkling/recognizer';
import { ascii, delimited, joinBytes, wholeField, wireFields } from '@inkling/recognizer/onnx-file';
import { MODELS_DIR } from './test-app.js';

// Field numbers of https://github.com/onnx/onnx/blob/main/onnx/onnx.proto3
const GRAPH = 7;
const [NODE, INITIALIZER] = [1, 5];
const FLOAT = 1;

/** Logits of the added class: for what is the same in the embedding, and for what has nothing of it. */
const [SAME, OTHER] = [20, -20];

/**
 * The shipped network for characters with a class for one symbol behind its own, as a training gives one: drawings like
 * one glyph count as it.
 *
 * @param glyph `[28, 28]`, 0..1
 */
export async function grownModel(
  symbol: string,
  glyph: Float32Array,
): Promise<{ readonly bytes: Uint8Array<ArrayBuffer>; readonly card: Partial<ModelCard> }> {
  const onnx = await readFile(path.join(MODELS_DIR, 'characters', 'model.onnx'));
  const session = await openSession(ort as unknown as Engine, onnx);
  const { embeddings } = await session.run(glyph, 1);
  await session.release();
  const square = embeddings.reduce((sum, value) => sum + value * value, 0);
  const kernel = embeddings.map((value) => ((SAME - OTHER) * value) / square);
  const added = [
    node('Gemm', ['whitened/output', 'added/kernel', 'added/bias'], 'added'),
    node('Concat', ['logits/output', 'added'], 'grown', [AXIS_1]),
    node('Identity', ['grown'], 'logits'),
    tensor('added/kernel', [kernel.length, 1], kernel),
    tensor('added/bias', [1], Float32Array.of(OTHER)),
  ];
  const grown = Array.from(wireFields(onnx), ({ number, bytes, whole }) =>
    number === GRAPH ? delimited(GRAPH, joinBytes([...withoutLast(bytes), ...added])) : whole,
  );
  return {
    bytes: Uint8Array.from(joinBytes(grown)),
    // Centres are as many as labels; without them symbols are weighed all the same.
    card: { labels: [...CHARACTER_LABELS, symbol], centres: undefined } as Partial<ModelCard>,
  };
}

/** All of a graph but the node that writes the logits. */
const withoutLast = (graph: Uint8Array): Uint8Array[] =>
  [...wireFields(graph)].flatMap(({ number, bytes, whole }) => {
    const isLast =
      number === NODE &&
      [...wireFields(bytes)].some(
        (part) => part.number === 2 && Buffer.from(part.bytes).toString() === 'logits',
      );
    return isLast ? [] : [whole];
  });

const AXIS_1 = joinBytes([delimited(1, ascii('axis')), wholeField(3, 1), wholeField(20, 2)]);

const node = (
  operation: string,
  inputs: readonly string[],
  output: string,
  attributes: readonly Uint8Array[] = [],
): Uint8Array =>
  delimited(
    NODE,
    joinBytes([
      ...inputs.map((input) => delimited(1, ascii(input))),
      delimited(2, ascii(output)),
      delimited(4, ascii(operation)),
      ...attributes.map((attribute) => delimited(5, attribute)),
    ]),
  );

const tensor = (name: string, dims: readonly number[], values: Float32Array): Uint8Array =>
  delimited(
    INITIALIZER,
    joinBytes([
      ...dims.map((side) => wholeField(1, side)),
      wholeField(2, FLOAT),
      delimited(8, ascii(name)),
      delimited(9, new Uint8Array(values.buffer, values.byteOffset, values.byteLength)),
    ]),
  );
