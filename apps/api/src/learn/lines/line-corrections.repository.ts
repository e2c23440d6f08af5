import { Inject, Injectable } from '@nestjs/common';
import type { InkInput, LineCorrectionRequest } from '@inkling/contract';
import {
  announceSamples,
  PATIENT,
  PrismaClient,
  type Prisma,
  type WithdrawnSample,
} from '@inkling/store';
import type { Candidate, Network, Task } from '@inkling/recognizer';
import { recordWebhookEvents } from '@inkling/store/webhooks';
import { newId } from '../../common/id.js';
import { PRISMA } from '../../database/database.module.js';
import { removeCharacters } from '../../recognise/lines/line-characters.repository.js';
import { ReplicaId } from '../../recognise/memory/memory-channel.js';
import { holdRollup } from '../../recognise/predictions/uncount.repository.js';
import { characterCreated } from '../corrections/created-event.js';
import { createCorrection, type SavedCorrection } from '../corrections/corrections.repository.js';
import { lockLine, refuseOlder, saveText } from './line-text.repository.js';

/** A character that a corrected line teaches, as if it had been drawn by itself. */
export interface TaughtCharacter {
  /** Place in the line's text. */
  readonly at: number;
  readonly glyph: Uint8Array<ArrayBuffer>;
  /** Its part of the ink; `null` for pictures. */
  readonly ink: InkInput | null;
  /** What the network for single characters reads of it, best first. */
  readonly candidates: readonly Candidate[];
  /** The class. */
  readonly label: string;
  readonly given: string;
  readonly embedding: Float32Array;
}

export interface NewLineCorrection {
  readonly lineId: string;
  readonly writerId: string;
  readonly text: string;
  /** The one that its writer knew of, see `isSentBefore`. */
  readonly previous?: LineCorrectionRequest['previous'] | undefined;
  readonly task: Task;
  readonly network: Network;
  /** Of the network for single characters. */
  readonly modelVersionId: string | undefined;
  readonly taught: readonly TaughtCharacter[];
  readonly autoReview: boolean;
}

export interface SavedLineCorrection {
  readonly id: string;
  readonly status: 'pending' | 'approved' | 'rejected';
  readonly samples: readonly (SavedCorrection & { readonly at: number })[];
  /** Of what the line taught before. */
  readonly withdrawn: readonly WithdrawnSample[];
}

@Injectable()
export class LineCorrectionsRepository {
  constructor(
    @Inject(PRISMA) private readonly prisma: PrismaClient,
    private readonly replica: ReplicaId,
  ) {}

  /**
   * The correction of a line and a sample of each character that it teaches, all or none; what another text taught
   * before is taken back. The same text once more changes nothing. Other replicas are told with the commit, and webhooks.
   *
   * @returns `undefined` when the line is gone meanwhile
   * @throws ProblemError `newer_correction`
   */
  save(correction: NewLineCorrection): Promise<SavedLineCorrection | undefined> {
    const { lineId, writerId, network } = correction;
    const from = this.replica.value;
    // A line may teach hundreds of characters, by a few statements each.
    return this.prisma.$transaction(async (tx) => {
      await holdRollup(tx);
      const line = await lockLine(tx, correction);
      if (!line) return undefined;
      const current = await refuseOlder(tx, correction);
      const known = current?.text === correction.text ? await taughtBefore(tx, lineId) : [];
      if (known.length > 0) {
        return {
          ...(await saveText(tx, line, correction, current)),
          samples: known,
          withdrawn: [],
        };
      }
      const withdrawn = await removeCharacters(tx, { lineId, writerId, from });
      const { id, status } = await saveText(tx, line, correction, current);
      const samples: Taught[] = [];
      for (const character of correction.taught) {
        samples.push(await teach(tx, correction, character));
      }
      const { task } = correction;
      await recordWebhookEvents(
        tx,
        samples.map((sample) =>
          characterCreated({ ...sample, task, network, lineId, replaced: false }),
        ),
      );
      const news = samples.map(({ sampleId }) => ({ id: sampleId, network }));
      await announceSamples(tx, news, from);
      return { id, status, samples, withdrawn };
    }, PATIENT);
  }

  /** Takes a correction back with what it taught. @returns `undefined` when it is not theirs */
  async takeBack(writerId: string, id: string): Promise<WithdrawnSample[] | undefined> {
    // Most corrections are of no line: they must not wait for the rollup.
    const known = await this.prisma.lineCorrection.findFirst({ where: { id, writerId } });
    if (!known) return undefined;
    return this.prisma.$transaction(async (tx) => {
      await holdRollup(tx);
      const { lineId } = known;
      await tx.$queryRaw`SELECT id FROM line WHERE id = ${lineId}::uuid FOR UPDATE`;
      if ((await tx.lineCorrection.deleteMany({ where: { id } })).count === 0) return undefined;
      await tx.line.update({ where: { id: lineId }, data: { corrected: false } });
      return removeCharacters(tx, { lineId, writerId, from: this.replica.value });
    }, PATIENT);
  }
}

/** What reviewers decided of these stays. */
async function taughtBefore(
  tx: Prisma.TransactionClient,
  lineId: string,
): Promise<SavedLineCorrection['samples']> {
  const corrections = await tx.correction.findMany({
    where: { prediction: { lineId } },
    select: {
      ...{ id: true, label: true, given: true },
      prediction: { select: { lineAt: true } },
      sample: { select: { id: true, status: true } },
    },
    orderBy: { prediction: { lineAt: 'asc' } },
  });
  return corrections.map(({ sample, prediction, ...correction }) => ({
    ...correction,
    ...{ sampleId: sample.id, status: sample.status, at: prediction.lineAt! },
  }));
}

interface Taught extends SavedCorrection {
  readonly at: number;
  readonly predictionId: string;
}

/** Nobody waited for it: the figures of latency leave out what has no `total`. */
const NO_TIMINGS = {};

async function teach(
  tx: Prisma.TransactionClient,
  { lineId, writerId, task, network, modelVersionId, autoReview }: NewLineCorrection,
  { at, glyph, ink, candidates, label, given, embedding }: TaughtCharacter,
): Promise<Taught> {
  const [best] = candidates;
  const prediction = await tx.prediction.create({
    data: {
      ...{ id: newId(), writerId, task, network, modelVersionId: modelVersionId!, glyph },
      ...{ lineId, lineAt: at, corrected: true, certainty: 'unsure', decidedBy: 'model' },
      inputKind: ink === null ? 'picture' : 'ink',
      ...(ink !== null && { ink }),
      label: best!.label,
      probability: best!.probability,
      candidates: candidates as unknown as Prisma.InputJsonValue,
      options: { memory: false },
      timings: NO_TIMINGS,
    },
    select: { id: true, task: true, network: true, glyph: true, ink: true },
  });
  const predictionId = prediction.id;
  const saved = await createCorrection(tx, prediction, {
    ...{ predictionId, writerId, label, given, autoReview },
    embedding: { modelVersionId: modelVersionId!, vector: embedding },
  });
  return { ...saved, at, predictionId };
}
