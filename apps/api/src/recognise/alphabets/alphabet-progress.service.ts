import { Injectable } from '@nestjs/common';
import type { LabelProgress } from '@inkling/contract';
import { GLYPH_PIXELS, glyphsFromBytes } from '@inkling/ink';
import { decide, isSymbol, normaliseRows, type NetworkMemory } from '@inkling/recognizer';
import { quickGlyphPicture } from '../../common/glyph-bytes.js';
import type { ServingModel } from '../serving/serving-model.js';
import { ServingService } from '../serving/serving.service.js';
import { AnswerSpace } from './answer-space.service.js';
import type { StoredAlphabet } from './alphabets.repository.js';
import {
  AlphabetSamples,
  type AlphabetSample,
  type LabelCounts,
} from './alphabet-samples.repository.js';

/** Requests wait behind each pass of the network. */
const READ_AT_ONCE = 8;

/** The sample that is left out would be found again by its glyph. */
const NO_GLYPH = new Uint8Array(GLYPH_PIXELS);

interface Asked {
  readonly label: string;
  readonly read: string;
}

/** How well the labels of an alphabet are known: each sample is read while it is left out of memory. */
@Injectable()
export class AlphabetProgress {
  constructor(
    private readonly samples: AlphabetSamples,
    private readonly serving: ServingService,
    private readonly space: AnswerSpace,
  ) {}

  async of(
    alphabet: StoredAlphabet,
    writerId: string | null,
    counts: ReadonlyMap<string, LabelCounts>,
  ): Promise<LabelProgress[]> {
    const isShared = alphabet.ownerId === null;
    const samples = await this.samples.newest(alphabet.labels, writerId, isShared);
    const asked = await this.ask(alphabet, writerId, samples);
    return alphabet.labels.map((label) => {
      const answers = asked.filter((one) => one.label === label);
      const own = samples.filter((one) => one.label === label && one.own);
      const { own: ofOwn = 0, shared = 0 } = counts.get(label) ?? {};
      return {
        ...{ label, symbol: isSymbol(label), own: ofOwn, shared: isShared ? shared : 0 },
        asked: answers.length,
        right: answers.filter(({ read }) => read === label).length,
        confusedWith: confusedWith(label, answers),
        pictures: own.map(({ glyph }) => quickGlyphPicture(glyph)),
      };
    });
  }

  /** Nobody is asked while no version is in service. */
  private async ask(
    alphabet: StoredAlphabet,
    writerId: string | null,
    samples: readonly AlphabetSample[],
  ): Promise<Asked[]> {
    if (samples.length === 0 || !this.serving.get('characters')) return [];
    const wanted = { task: 'characters' as const, alphabet, allow: undefined };
    return this.serving.use('characters', async (serving) => {
      const shared = await this.space.sharedLabels(serving.memory);
      const asked: Asked[] = [];
      for (let start = 0; start < samples.length; start += READ_AT_ONCE) {
        const batch = samples.slice(start, start + READ_AT_ONCE);
        const reading = await read(batch, serving);
        const { memory } = serving;
        const answering = { writerId, memory: true, shared };
        const { allowed } = this.space.mayAnswer(wanted, serving, answering);
        batch.forEach((sample, at) => {
          const read = readWithout(sample, reading[at]!, { serving, memory, writerId, allowed });
          asked.push({ label: sample.label, read });
        });
      }
      return asked;
    });
  }
}

interface Reading {
  readonly logits: Float32Array;
  readonly embedding: Float32Array;
}

async function read(
  batch: readonly AlphabetSample[],
  { model, version: { card } }: ServingModel,
): Promise<Reading[]> {
  const glyphs = glyphsFromBytes(batch.map(({ glyph }) => glyph));
  const { logits, embeddings } = await model.read(glyphs, batch.length);
  const [classes, size] = [card.labels.length, card.embeddingSize];
  return batch.map((_, at) => ({
    logits: logits.slice(at * classes, (at + 1) * classes),
    embedding: embeddings.slice(at * size, (at + 1) * size),
  }));
}

/** The answer to a sample that memory has not. */
function readWithout(
  sample: AlphabetSample,
  { logits, embedding }: Reading,
  {
    serving: { version },
    memory,
    writerId,
    allowed,
  }: {
    readonly serving: ServingModel;
    readonly memory: NetworkMemory;
    readonly writerId: string | null;
    readonly allowed: readonly boolean[];
  },
): string {
  const question = { logits, embedding, glyph: NO_GLYPH, writerId, allowed };
  const found = memory
    .nearest(
      writerId,
      normaliseRows(embedding, embedding.length),
      version.card.memory.nearest + 1,
      allowed,
    )
    .filter((neighbour) => neighbour.sample.id !== sample.id);
  const { best } = decide({ ...question, found }, version.card, memory);
  return memory.labels.labelAt(best);
}

function confusedWith(label: string, answers: readonly Asked[]): LabelProgress['confusedWith'] {
  const times = new Map<string, number>();
  for (const { read } of answers) {
    if (read !== label) times.set(read, (times.get(read) ?? 0) + 1);
  }
  return [...times]
    .map(([other, count]) => ({ label: other, times: count }))
    .sort((a, b) => b.times - a.times);
}
