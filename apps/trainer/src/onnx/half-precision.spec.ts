import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { halfPrecision } from '@inkling/recognizer';
import { createRandom } from '../random.js';
import { decodeModel, FLOAT } from './onnx-schema.js';
import { openOrtSession } from './ort-session.js';

const ROOT = new URL('../../../../models/', import.meta.url);
const fileOf = (network: string): Uint8Array =>
  readFileSync(new URL(`${network}/model.onnx`, ROOT));

const NETWORKS = ['digits', 'characters', 'lines'];

const numbers = (count: number): Float32Array => {
  const random = createRandom(1);
  return Float32Array.from({ length: count }, () => random.next());
};

const furthest = (some: Float32Array, others: Float32Array): number =>
  some.reduce((most, value, at) => Math.max(most, Math.abs(value - others[at]!)), 0);

describe('halfPrecision', () => {
  it.each(NETWORKS)('halves the file of %s, which keeps its form', (network) => {
    const onnx = fileOf(network);
    const half = halfPrecision(onnx);
    expect(half.length / onnx.length).toBeLessThan(0.52);
    const [whole, reduced] = [decodeModel(onnx), decodeModel(half)];
    expect(reduced.graph.input).toEqual(whole.graph.input);
    expect(reduced.graph.output).toEqual(whole.graph.output);
    expect(reduced.opsetImport).toEqual(whole.opsetImport);
    const casts = reduced.graph.node.filter(({ opType }) => opType === 'Cast');
    expect(reduced.graph.node.slice(casts.length)).toEqual(whole.graph.node);
    const names = (nodes: typeof whole.graph.initializer) => nodes.map(({ name }) => name);
    const made = casts.flatMap(({ output }) => [...output]);
    const kept = reduced.graph.initializer.filter(({ name }) => !name.endsWith('/float16'));
    expect([...made, ...names(kept)].sort()).toEqual(names(whole.graph.initializer).sort());
    expect(whole.graph.initializer.filter(({ dataType }) => dataType === FLOAT).length).toBe(
      casts.length + kept.filter(({ dataType }) => dataType === FLOAT).length,
    );
    // What is made of the same file is the same file, and there is nothing left to halve.
    expect(halfPrecision(onnx)).toEqual(half);
    expect(halfPrecision(half)).toEqual(half);
  });

  it.each(['digits', 'characters'])('hardly changes what %s answers', async (network) => {
    const onnx = fileOf(network);
    const [whole, half] = [await openOrtSession(onnx), await openOrtSession(halfPrecision(onnx))];
    const glyphs = numbers(20 * 784);
    const [before, after] = [await whole.run(glyphs, 20), await half.run(glyphs, 20)];
    expect(furthest(before.logits, after.logits)).toBeLessThan(0.2);
    expect(furthest(before.logits, after.logits)).toBeGreaterThan(0);
    await Promise.all([whole.release(), half.release()]);
  });

  it('refuses what is no ONNX file', () => {
    expect(() => halfPrecision(new TextEncoder().encode('not an ONNX file'))).toThrow(RangeError);
  });
});
