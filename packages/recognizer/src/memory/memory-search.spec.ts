import { describe, expect, it } from '@jest/globals';
import { LabelSpace } from '../label-space.js';
import { MemorySearch } from './memory-search.js';
import { nearest, normaliseRows } from './nearest.js';
import { NetworkMemory } from './network-memory.js';
import { MemoryBlock } from './scan/memory-block.js';

const SIZE = 20;
const CLASSES = 3;
const ALL = [true, true, true];
const glyph = new Uint8Array(784);
const labels = new LabelSpace({ labels: ['a', 'b', 'c'] });

/** The same numbers every time (Park and Miller 1988). */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647 - 0.5;
}

const vectorOf = (random: () => number): Float32Array =>
  normaliseRows(Float32Array.from({ length: SIZE }, random), SIZE);

/** More than two chunks of samples; every fourth is anna's, every other one shared. */
function filled(block: MemoryBlock, random: () => number) {
  const memory = new NetworkMemory(SIZE, labels, { block, readers: 2 });
  const samples = Array.from({ length: 2500 }, (_, at) => ({
    id: `sample ${at}`,
    revision: 1,
    writerId: at % 4 === 0 ? 'anna' : 'ben',
    ownClass: at % CLASSES,
    sharedClass: at % 2 === 0 ? (at + 1) % CLASSES : null,
    glyph,
    embedding: vectorOf(random),
    saidAtMs: at,
  }));
  for (const sample of samples) memory.put(sample);
  return { memory, samples };
}

type Filled = ReturnType<typeof filled>['samples'];

function expected(samples: Filled, query: Float32Array, limit: number): string[] {
  const take = (of: Filled): string[] => {
    const rows = new Float32Array(of.length * SIZE);
    of.forEach(({ embedding }, at) => rows.set(embedding, at * SIZE));
    return nearest(query, rows, of.length, SIZE, limit).map(({ index }) => of[index]!.id);
  };
  const own = samples.filter(({ writerId }) => writerId === 'anna');
  const others = samples.filter(
    ({ writerId, sharedClass }) => writerId !== 'anna' && sharedClass !== null,
  );
  return [...take(own), ...take(others)];
}

it.each(['plain', 'local', 'shared'] as const)(
  'finds what a scan of all floats finds, in a %s block',
  (kind) => {
    const random = randomOf(7);
    const { memory, samples } = filled(MemoryBlock[kind](), random);
    // Rows and entries are used again.
    for (const { id } of samples.splice(100, 300)) memory.remove(id);
    for (const sample of samples.slice(0, 50)) {
      sample.embedding = vectorOf(random);
      memory.put({ ...sample, revision: 2 });
    }
    let agreeing = 0;
    for (let asked = 0; asked < 40; asked++) {
      const query = vectorOf(random);
      const found = memory.nearest('anna', query, 8, ALL);
      const ids = found.map(({ sample }) => sample.id);
      const wanted = expected(samples, query, 8);
      expect(ids).toHaveLength(wanted.length);
      agreeing += ids.filter((id, at) => id === wanted[at]).length / wanted.length;
      for (const { sample, similarity } of found) {
        const { embedding } = samples.find(({ id }) => id === sample.id)!;
        const exact = embedding.reduce((sum, value, at) => sum + value * query[at]!, 0);
        expect(similarity).toBeCloseTo(exact, 4);
      }
    }
    expect(agreeing / 40).toBeGreaterThan(0.999);
  },
);

describe('with heads', () => {
  const WIDE = 96;
  /** As embeddings are: a few directions have most of their length, and samples of a class lie together. */
  function wide(random: () => number, count: number) {
    const centres = Array.from({ length: 30 }, () =>
      Float32Array.from({ length: WIDE }, (_, at) => random() * 0.9 ** at),
    );
    return Array.from({ length: count }, (_, at) =>
      normaliseRows(
        centres[at % centres.length]!.map((value) => value + 0.1 * random()),
        WIDE,
      ),
    );
  }

  it.each(['plain', 'shared'] as const)(
    'finds the same without looking at most, in a %s block',
    (kind) => {
      const random = randomOf(5);
      const vectors = wide(random, 3000);
      const memories = [MemoryBlock[kind](), MemoryBlock[kind]()].map(
        (block) => new NetworkMemory(WIDE, labels, { block, readers: 1 }),
      );
      const put = (embedding: Float32Array, at: number) => {
        const sample = { id: `sample ${at}`, revision: 1, writerId: null, ownClass: null };
        const sharedClass = at % CLASSES;
        for (const memory of memories) {
          memory.put({ ...sample, sharedClass, glyph, embedding, saidAtMs: at });
        }
      };
      vectors.slice(0, 2000).forEach(put);
      const [plain, indexed] = memories;
      indexed!.index(1000);
      // Once is enough; and what comes and goes afterwards is found and lost as before.
      indexed!.index(1000);
      vectors.slice(2000).forEach((vector, at) => put(vector, 2000 + at));
      for (let at = 0; at < 500; at++)
        for (const memory of memories) memory.remove(`sample ${3 * at}`);
      const search = new MemorySearch(indexed!.handle, 0);
      for (const query of wide(random, 60)) {
        const wanted = plain!.nearest(null, query, 10, [true, false, true]);
        const question = indexed!.question(null, 10, [true, false, true]);
        const found = indexed!.neighbours(null, search.search(query, question), [
          true,
          false,
          true,
        ]);
        expect(found.map(({ sample }) => sample.id)).toEqual(wanted.map(({ sample }) => sample.id));
      }
    },
  );

  it('is left out for few samples, and for embeddings that are hardly longer than a head', () => {
    const { memory, samples } = filled(MemoryBlock.plain(), randomOf(2));
    memory.index(1);
    expect(memory.nearest(null, samples[0]!.embedding, 1, ALL)[0]!.sample.id).toBe('sample 0');
  });
});

it('lets another thread search what this one writes, and drops what was changed meanwhile', () => {
  const random = randomOf(11);
  const { memory, samples } = filled(MemoryBlock.shared(), random);
  const [one, two] = [0, 1].map((reader) => new MemorySearch(memory.handle, reader));
  const query = samples[0]!.embedding;
  const question = memory.question('anna', 4, ALL);
  const hits = one!.search(query, question);
  expect(two!.search(query, question)).toEqual(hits);
  expect(memory.neighbours('anna', hits, ALL)).toEqual(memory.nearest('anna', query, 4, ALL));

  // What is added later lies in chunks that the readers have not seen.
  for (let at = 0; at < 3000; at++) {
    const embedding = at === 2999 ? query : vectorOf(random);
    memory.put({ ...samples[1]!, id: `later ${at}`, sharedClass: 0, embedding });
  }
  const later = two!.search(query, memory.question('anna', 4, ALL));
  const found = memory.neighbours('anna', later, ALL).map(({ sample }) => sample.id);
  expect(found).toContain('later 2999');

  const [first, second, third] = memory.neighbours('anna', hits, ALL).map(({ sample }) => sample);
  memory.remove(first!.id);
  // Its row is another's now.
  memory.put({ ...samples[1]!, id: 'in its place' });
  const rejected = samples.find(({ id }) => id === second!.id)!;
  memory.put({ ...rejected, revision: 2, ownClass: null, sharedClass: null });
  const left = memory.neighbours('anna', hits, ALL).map(({ sample }) => sample.id);
  expect(left).not.toContain(first!.id);
  expect(left).not.toContain(second!.id);
  expect(left).not.toContain('in its place');
  expect(left).toContain(third!.id);
});

it("gives no writer another's sample as own, whatever a thread found", () => {
  const { memory, samples } = filled(MemoryBlock.shared(), randomOf(11));
  const query = samples[0]!.embedding;
  // As when a row passes to another writer while it is searched.
  memory.put({ ...samples[0]!, id: "ben's", writerId: 'ben', ownClass: 0, sharedClass: null });
  const { own } = new MemorySearch(memory.handle, 0).search(query, memory.question('ben', 1, ALL));
  expect(memory.neighbours('ben', { own, shared: [] }, ALL)).toHaveLength(1);
  expect(memory.neighbours('anna', { own, shared: [] }, ALL)).toEqual([]);
  expect(memory.neighbours('ben', { own: [], shared: own }, ALL)).toEqual([]);
});

it('refuses embeddings of another size', () => {
  const { memory } = filled(MemoryBlock.plain(), randomOf(1));
  expect(() => memory.nearest(null, new Float32Array(3), 1, ALL)).toThrow(RangeError);
});
