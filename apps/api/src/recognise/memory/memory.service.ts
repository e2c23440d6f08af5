import { setImmediate } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { glyphFromBytes, glyphsFromBytes } from '@inkling/ink';
import {
  isRememberedBy,
  LabelSpace,
  MemoryBlock,
  NetworkMemory,
  normaliseRows,
  toMemory,
  type KeptSample,
  type StoredGlyph,
} from '@inkling/recognizer';
import type { ModelVersion } from '../registry/model-version.js';
import { Inference } from '../inference/inference.module.js';
import { MemoryRepository, type StoredSample } from './memory.repository.js';

const CHECKED_GLYPHS = 4;

/** Embeds glyphs by the version that a memory belongs to; `[count, …input]` to `[count, size]`. */
export type Embed = (glyphs: Float32Array, count: number) => Promise<Float32Array>;

/** Requests wait behind each pass of the network, so passes are short: some 10 ms of the slower one. */
const EMBED_AT_ONCE = 4;

@Injectable()
export class MemoryService {
  private readonly logger = new Logger(MemoryService.name);

  constructor(
    private readonly samples: MemoryRepository,
    private readonly inference: Inference,
  ) {}

  /** Everything that is stored for a network. Embeddings that this version lacks are made and kept. */
  async build(version: ModelVersion, embed: Embed): Promise<NetworkMemory> {
    const memory = new NetworkMemory(version.card.embeddingSize, new LabelSpace(version.card), {
      block: MemoryBlock.shared(),
      readers: this.inference.pool.size,
    });
    for await (const page of this.samples.readAll(version.network, version.id)) {
      putAll(memory, version, await this.embedded(page, version, embed));
      // Requests that came meanwhile go first.
      await setImmediate();
    }
    memory.index();
    const { samples, shared, writers } = memory.size;
    this.logger.log(
      `memory of ${version.network} ${version.version}: ${samples} samples of ${writers} writers, ${shared} shared`,
    );
    return memory;
  }

  /** Makes and keeps the embeddings that a version lacks, so that replicas only have to read them. */
  async embedMissing(version: ModelVersion, embed: Embed): Promise<number> {
    let made = 0;
    for await (const page of this.samples.readWithout(version.network, version.id)) {
      await this.embedded(page, version, embed);
      made += page.length;
    }
    return made;
  }

  /** The newest few glyphs, to try a version on. */
  async someGlyphs(version: ModelVersion): Promise<StoredGlyph[]> {
    const stored = await this.samples.readNewest(version.network, version.id, CHECKED_GLYPHS);
    return stored.map(({ glyph, embedding }) => ({ glyph: glyphFromBytes(glyph), embedding }));
  }

  /** Brings samples up to date after somebody changed them. */
  async refresh(
    sampleIds: readonly string[],
    version: ModelVersion,
    memory: NetworkMemory,
    embed: Embed,
  ): Promise<void> {
    const stored = await this.samples.read(sampleIds, version.id);
    const found = new Set(stored.map(({ id }) => id));
    for (const id of sampleIds) if (!found.has(id)) memory.remove(id);
    const remembered = stored.filter((sample) => isRememberedBy(version.network, sample));
    // What is not may have been a symbol, and may become one.
    for (const sample of stored)
      if (!isRememberedBy(version.network, sample)) memory.forget(sample.id, sample.revision);
    putAll(memory, version, await this.embedded(remembered, version, embed));
  }

  private async embedded(
    stored: readonly StoredSample[],
    version: ModelVersion,
    embed: Embed,
  ): Promise<KeptSample[]> {
    const missing = stored.filter(({ embedding }) => !embedding);
    const made = new Map<string, Float32Array>();
    for (let start = 0; start < missing.length; start += EMBED_AT_ONCE) {
      const batch = missing.slice(start, start + EMBED_AT_ONCE);
      const vectors = await embedAll(batch, version.card.embeddingSize, embed);
      batch.forEach(({ id }, index) => made.set(id, vectors[index]!));
    }
    await this.samples.saveEmbeddings(
      version.id,
      [...made].map(([sampleId, vector]) => ({ sampleId, vector })),
    );
    return stored.map((sample) => ({
      ...sample,
      embedding: sample.embedding ?? made.get(sample.id)!,
    }));
  }
}

async function embedAll(
  batch: readonly StoredSample[],
  size: number,
  embed: Embed,
): Promise<Float32Array[]> {
  const glyphs = glyphsFromBytes(batch.map(({ glyph }) => glyph));
  const embeddings = normaliseRows(await embed(glyphs, batch.length), size);
  return batch.map((_, index) => embeddings.slice(index * size, (index + 1) * size));
}

function putAll(
  memory: NetworkMemory,
  { network }: ModelVersion,
  samples: readonly KeptSample[],
): void {
  for (const sample of samples) memory.put(toMemory(sample, network, memory.labels));
}
