import { Injectable } from '@nestjs/common';
import type { ReviewDetail, Why } from '@inkling/contract';
import { glyphFromBytes, glyphFromStrokes, InkError, type Stroke } from '@inkling/ink';
import { maskedReading, normaliseRows, softmax } from '@inkling/recognizer';
import { glyphPicture } from '../../common/glyph-bytes.js';
import { dataUrl } from '../../common/png.js';
import { stepPicture } from '../../common/step-picture.js';
import { notFound, ProblemError } from '../../common/problem-error.js';
import { Pictures } from '../../recognise/pictures/pictures.service.js';
import type { ServingModel } from '../../recognise/serving/serving-model.js';
import { ServingService } from '../../recognise/serving/serving.service.js';
import { WhyService } from '../../recognise/why/why.service.js';
import { DetailRepository, type Original } from './detail.repository.js';
import { toItem } from './queue.service.js';
import { QueueRepository, type QueueRecord } from './queue.repository.js';

const NEIGHBOURS = 12;
const CANDIDATES = 5;

type FromModel = Pick<ReviewDetail, 'alone' | 'neighbours' | 'steps'>;

/** Everything about one correction, for a reviewer who opens it. */
@Injectable()
export class DetailService {
  constructor(
    private readonly queue: QueueRepository,
    private readonly details: DetailRepository,
    private readonly serving: ServingService,
    private readonly pictures: Pictures,
    private readonly reasons: WhyService,
  ) {}

  async get(id: string): Promise<ReviewDetail> {
    const record = await this.queue.get(id);
    if (!record) throw notFound('correction');
    const [original, revisions] = await Promise.all([
      this.details.getOriginal(record),
      this.details.listRevisions(record.sampleId),
    ]);
    return {
      ...toItem(record),
      ink: original.ink,
      picture: original.picture && dataUrl(original.picture.mediaType, original.picture.bytes),
      revisions,
      ...(await this.ask(record, original)),
    };
  }

  /** What the network in service looks at in it. */
  async why(id: string): Promise<Why> {
    const record = await this.queue.get(id);
    if (!record) throw notFound('correction');
    const { task, glyph } = record;
    return this.reasons.explain({ task, glyph, memoryOf: null, habitsOf: null });
  }

  /** What the version in service makes of it. Without one there is still something to judge by. */
  private async ask(record: QueueRecord, original: Original): Promise<FromModel> {
    if (!this.serving.get(record.network)) return { alone: null, neighbours: [], steps: [] };
    return this.serving.use(record.network, async (serving) => {
      const [read, steps] = await Promise.all([
        serving.model.read(glyphFromBytes(record.glyph), 1),
        this.stepsOf(original),
      ]);
      const { id, version, card } = serving.version;
      const embedding = normaliseRows(read.embeddings, card.embeddingSize);
      return {
        alone: { model: { id, version }, candidates: candidatesOf(serving, record, read.logits) },
        neighbours: await this.neighboursOf(serving, record, embedding),
        steps,
      };
    });
  }

  private async neighboursOf(
    { memory }: ServingModel,
    record: QueueRecord,
    embedding: Float32Array,
  ): Promise<ReviewDetail['neighbours']> {
    const found = memory.nearestOfAnyone(
      embedding,
      NEIGHBOURS,
      (sample) => sample.id !== record.sampleId,
    );
    const queued = await this.details.getQueued(found.map(({ sample }) => sample.id));
    return found.map(({ sample, classIndex, similarity }) => {
      const known = queued.get(sample.id);
      return {
        id: known?.id ?? null,
        sampleId: sample.id,
        label: memory.labels.labelAt(classIndex),
        status: known?.status ?? (sample.sharedClass === null ? 'pending' : 'approved'),
        similarity,
        own: sample.writerId !== null && sample.writerId === record.writerId,
        glyph: glyphPicture(sample.glyph),
      };
    });
  }

  private async stepsOf({ ink, picture }: Original): Promise<ReviewDetail['steps']> {
    try {
      if (ink) {
        const { steps = [] } = glyphFromStrokes(ink.strokes as unknown as Stroke[], {
          explain: true,
        });
        return steps.map(stepPicture);
      }
      if (!picture) return [];
      const { steps = [] } = await this.pictures.read(picture.bytes, {
        explain: true,
        keep: false,
      });
      return steps.map(stepPicture);
    } catch (error) {
      // A later version may refuse what an earlier one took, or be too busy: its glyph is there all the same.
      if (error instanceof InkError || error instanceof ProblemError) return [];
      throw error;
    }
  }
}

function candidatesOf(
  { version: { card } }: ServingModel,
  { task }: QueueRecord,
  logits: Float32Array,
): NonNullable<ReviewDetail['alone']>['candidates'] {
  const probabilities = softmax(maskedReading(card, task, logits));
  return card.labels
    .map((label, index) => ({ label, probability: probabilities[index]! }))
    .sort((a, b) => b.probability - a.probability)
    .slice(0, CANDIDATES);
}
