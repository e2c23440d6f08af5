import { describe, expect, it } from '@jest/globals';
import { merged, type DeviceSample } from './device-sample';

const sample = (id: string, change: Partial<DeviceSample> = {}): DeviceSample => ({
  ...{ id, predictionId: `of-${id}`, network: 'digits', label: '4', revision: 1, saidAtMs: 1 },
  ...{ glyph: new Uint8Array(4), sent: true, embeddings: {} },
  ...change,
});
const here = (answerId: string) => sample(answerId, { predictionId: answerId, sent: false });

const all = () => true;
const none = () => false;

describe('merged', () => {
  it('takes what is new or changed, and keeps embeddings', () => {
    const embeddings = { v1: Float32Array.of(1) };
    const known = [sample('a'), sample('b', { embeddings })];
    const told = [sample('a'), sample('b', { label: '5', revision: 2 }), sample('c')];
    const { put, removed } = merged(known, told, all, none);
    expect(put.map(({ id, label }) => [id, label])).toEqual([
      ['b', '5'],
      ['c', '4'],
    ]);
    expect(put[0]!.embeddings).toBe(embeddings);
    expect(removed).toEqual([]);
  });

  it('drops what the server no longer has, of this memory alone', () => {
    const known = [sample('a'), sample('x', { network: 'characters' })];
    const isOfDigits = ({ network }: DeviceSample) => network === 'digits';
    expect(merged(known, [], isOfDigits, none).removed).toEqual(['a']);
  });

  it('keeps what was said here as long as it waits, in place of what the server has of the drawing', () => {
    const isWaiting = (id: string) => ['waits', 'anew'].includes(id);
    const known = [here('waits'), here('anew'), here('arrived')];
    const told = [
      sample('s', { predictionId: 'arrived' }),
      sample('t', { predictionId: 'anew', label: '5' }),
    ];
    const { put, removed } = merged(known, told, all, isWaiting);
    expect(put.map(({ id }) => id)).toEqual(['s']);
    expect(removed).toEqual(['arrived']);
  });
});
