import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { glyphsFromBytes } from '@inkling/ink';
import {
  classThresholds,
  Clusters,
  maskedReading,
  NETWORKS,
  normaliseRows,
  RecentMap,
  recordShift,
  SUSPICION_WEIGHTS,
  suspicionOf,
  VOTE,
  type Network,
  type NetworkMemory,
  type Witness,
  type WriterRecord,
} from '@inkling/recognizer';
import { newId } from '../../common/id.js';
import { DatabaseNews } from '../../database/database-news.js';
import { Inference } from '../../recognise/inference/inference.module.js';
import type { ServingModel } from '../../recognise/serving/serving-model.js';
import { ServingService } from '../../recognise/serving/serving.service.js';
import { reasonsOf } from './reasons.js';
import { Rounds } from './rounds.js';
import {
  SuspicionRepository,
  type FoundSuspicion,
  type Turn,
  type WaitingSample,
} from './suspicion.repository.js';

const AT_ONCE = 32;
/** Requests wait behind each pass of the network, so passes are short. */
const READ_AT_ONCE = 4;

/** Thresholds move slowly: a mean over all samples of a class. */
const THRESHOLDS_FOR_MS = 60_000;

/** A record that moves the log-odds by less is not worth judging all that waits of a writer anew. */
const NOTEWORTHY_SHIFT = 0.3;

/** Some megabyte. */
const MOST_WRITERS = 10_000;

interface Glance {
  readonly logProbabilities: Float64Array;
  /** Of length 1. */
  readonly embedding: Float32Array;
}

interface Judged {
  readonly found: FoundSuspicion;
  /** Samples that look like it. */
  readonly lookAlikes: readonly string[];
}

/** What was read once for a version, and holds for a while. */
interface OfVersion {
  readonly versionId: string;
  clusters: Clusters | undefined;
  thresholds: Float64Array;
  thresholdsUntilMs: number;
}

/**
 * Finds out, beside the answering, how likely each label is wrong: of what is new or changed, of what
 * looks like that, and of everything when another version is in service. One process of all at a time;
 * what waits is in the database, so that nothing is forgotten when it ends.
 */
@Injectable()
export class SuspicionService extends Rounds {
  private readonly processId = randomUUID();
  private readonly versions = new Map<Network, OfVersion>();
  /**
   * By writer, the shift that what waits of theirs was judged with. Of one that is forgotten, what waits
   * is judged once more.
   */
  private readonly knownShifts = new RecentMap<string, number>(MOST_WRITERS);

  constructor(
    private readonly samples: SuspicionRepository,
    private readonly serving: ServingService,
    inference: Inference,
    news: DatabaseNews,
  ) {
    super(news, inference);
  }

  protected async round(): Promise<boolean> {
    let isMore = false;
    for (const network of NETWORKS) {
      const serving = this.serving.get(network);
      if (!serving || this.stopping) continue;
      const known = await this.know(network, serving);
      if (!known || !(await this.samples.isAnyWaiting(network))) continue;
      const done = await this.serving.use(network, async (current) =>
        current === serving ? this.takeTurn(network, serving, known) : 0,
      );
      isMore ||= done > 0;
    }
    return isMore;
  }

  /** Only what the champion says counts: while another one is put into service, this one keeps quiet. */
  private async know(network: Network, { version }: ServingModel): Promise<OfVersion | undefined> {
    const known = this.versions.get(network);
    if (known?.versionId === version.id) return known;
    if (!(await this.samples.isChampion(version.id))) return undefined;
    await this.samples.outdateOthers(network, version.id);
    const fresh: OfVersion = {
      versionId: version.id,
      clusters: undefined,
      thresholds: new Float64Array(),
      thresholdsUntilMs: 0,
    };
    this.versions.set(network, fresh);
    return fresh;
  }

  /** @returns how many were judged and saved */
  private async takeTurn(
    network: Network,
    serving: ServingModel,
    known: OfVersion,
  ): Promise<number> {
    await this.refreshThresholds(network, serving, known);
    const done = await this.samples.inTurn(network, this.processId, async (tx, hadLastTurn) => {
      if (!hadLastTurn) known.clusters = undefined;
      known.clusters ??= await this.readClusters(tx, network, serving);
      const waiting = await this.samples.listWaiting(tx, network, serving.version.id, AT_ONCE);
      const all = await this.judgeAll(tx, waiting, serving, known, known.clusters);
      const judged = all.filter(({ found }) => this.isSavable(found));
      const saved = await this.samples.save(
        tx,
        serving.version.id,
        judged.map(({ found }) => found),
      );
      await this.outdate(tx, waiting, judged);
      return saved;
    });
    return done ?? 0;
  }

  private async refreshThresholds(
    network: Network,
    { version }: ServingModel,
    known: OfVersion,
  ): Promise<void> {
    if (known.thresholdsUntilMs > Date.now()) return;
    const { labels } = version.card;
    const means = await this.samples.meanConfidences(network, version.id);
    known.thresholds = classThresholds(
      labels.length,
      means.map(({ label, ...mean }) => ({ ...mean, classIndex: labels.indexOf(label) })),
    );
    known.thresholdsUntilMs = Date.now() + THRESHOLDS_FOR_MS;
  }

  private async readClusters(
    tx: Turn,
    network: Network,
    { version: { id, card } }: ServingModel,
  ): Promise<Clusters> {
    const clusters = new Clusters(card.embeddingSize, card.labels.length);
    for (const { clusterId, label, embedding } of await this.samples.listLeaders(tx, network, id)) {
      clusters.add(clusterId, card.labels.indexOf(label), embedding);
    }
    return clusters;
  }

  private async judgeAll(
    tx: Turn,
    waiting: readonly WaitingSample[],
    serving: ServingModel,
    { thresholds }: OfVersion,
    clusters: Clusters,
  ): Promise<Judged[]> {
    const ids = waiting.map(({ sampleId }) => sampleId);
    const writers = [...new Set(waiting.flatMap(({ writerId }) => writerId ?? []))];
    // What is decided in between must not be taken out of a record that lacks it.
    const verdicts = await this.samples.ownVerdicts(tx, ids);
    const records = await this.samples.records(tx, writers);
    const learnt = await this.samples.listLearnt(tx, serving.version.id, ids);
    const judged: Judged[] = [];
    for (let start = 0; start < waiting.length && !this.stopping; start += READ_AT_ONCE) {
      await this.letRequestsGoFirst();
      const batch = waiting.slice(start, start + READ_AT_ONCE);
      const glances = await look(batch, serving);
      batch.forEach((sample, index) => {
        const record = withoutOwn(
          records.get(sample.writerId ?? ''),
          verdicts.get(sample.sampleId),
        );
        const isLearnt = learnt.has(sample.sampleId);
        const about = { thresholds, clusters, record, isLearnt };
        judged.push(judge(sample, glances[index]!, serving, about));
      });
    }
    return judged;
  }

  /** Without a finite value a sample waits, and holds up nothing else. */
  private isSavable({ sampleId, value, selfConfidence }: FoundSuspicion): boolean {
    if (Number.isFinite(value) && Number.isFinite(selfConfidence)) return true;
    this.logger.error(`The suspicion of sample ${sampleId} is not a finite number.`);
    return false;
  }

  /** Who changed changes what is known of its look-alikes and of its writer; those don't go further. */
  private async outdate(
    tx: Turn,
    waiting: readonly WaitingSample[],
    judged: readonly Judged[],
  ): Promise<void> {
    const known = new Set(judged.map(({ found }) => found.sampleId));
    const changed = new Map(
      waiting
        .filter((sample) => sample.changed && known.has(sample.sampleId))
        .map((sample) => [sample.sampleId, sample]),
    );
    const lookAlikes = judged
      .filter(({ found }) => changed.has(found.sampleId))
      .flatMap((each) => each.lookAlikes);
    await this.samples.outdateSamples(tx, [...new Set(lookAlikes)]);
    const writers = new Set([...changed.values()].flatMap(({ writerId }) => writerId ?? []));
    const records = await this.samples.records(tx, [...writers]);
    const moved = [...writers].filter((writerId) => this.hasMoved(writerId, records.get(writerId)));
    await this.samples.outdateWriters(tx, moved);
  }

  private hasMoved(writerId: string, record: WriterRecord = UNKNOWN): boolean {
    const shift = recordShift(record);
    if (Math.abs(shift - (this.knownShifts.get(writerId) ?? 0)) < NOTEWORTHY_SHIFT) return false;
    this.knownShifts.set(writerId, shift);
    return true;
  }
}

const UNKNOWN: WriterRecord = { decided: 0, wrong: 0 };

async function look(
  batch: readonly WaitingSample[],
  { model, version: { card } }: ServingModel,
): Promise<Glance[]> {
  const glyphs = glyphsFromBytes(batch.map(({ glyph }) => glyph));
  const { logits, embeddings } = await model.read(glyphs, batch.length);
  const rows = normaliseRows(embeddings, card.embeddingSize);
  const { length: classes } = card.labels;
  return batch.map(({ task }, index) => ({
    logProbabilities: maskedReading(
      card,
      task,
      logits.subarray(index * classes, (index + 1) * classes),
    ),
    embedding: rows.slice(index * card.embeddingSize, (index + 1) * card.embeddingSize),
  }));
}

function judge(
  sample: WaitingSample,
  { logProbabilities, embedding }: Glance,
  { memory, version: { card, network } }: ServingModel,
  about: {
    readonly thresholds: Float64Array;
    readonly clusters: Clusters;
    readonly record: WriterRecord;
    readonly isLearnt: boolean;
  },
): Judged {
  const label = card.labels.indexOf(sample.label);
  if (label < 0) return symbol(sample);
  const near = lookAlikesOf(sample, embedding, memory);
  const evidence = {
    label,
    logProbabilities,
    thresholds: about.thresholds,
    learnt: about.isLearnt,
    witnesses: near.map(({ witness }) => witness),
    record: about.record,
  };
  const score = suspicionOf(evidence, SUSPICION_WEIGHTS[network]);
  return {
    found: {
      sampleId: sample.sampleId,
      revision: sample.revision,
      value: score.value,
      reasons: reasonsOf(evidence, score, card.labels),
      clusterId: sample.clusterId ?? about.clusters.place(label, embedding, newId()),
      selfConfidence: Math.exp(logProbabilities[label]!),
    },
    lookAlikes: near.map(({ sampleId }) => sampleId),
  };
}

/** As likely wrong as right: no network knows symbols, so a person has to look. */
const UNTOLD = 0.5;

const symbol = ({ sampleId, revision, label, clusterId }: WaitingSample): Judged => ({
  found: {
    sampleId,
    revision,
    value: UNTOLD,
    reasons: [
      {
        kind: 'network',
        text: `"${label}" is a symbol that someone taught. No network knows it: please look yourself.`,
        weight: 0,
      },
    ],
    clusterId: clusterId ?? sampleId,
    selfConfidence: 0,
  },
  lookAlikes: [],
});

/** Among the labels of the sample's task: a letter is not suspect for a digit that looks the same. */
function lookAlikesOf(
  { sampleId, task }: WaitingSample,
  embedding: Float32Array,
  memory: NetworkMemory,
): { readonly sampleId: string; readonly witness: Witness }[] {
  const ofTask = new Set(memory.labels.indicesOf(memory.labels.classesOfTask(task)));
  const near = memory.nearestOfAnyone(
    embedding,
    VOTE.nearest,
    (other) => other.id !== sampleId && ofTask.has(other.sharedClass ?? other.ownClass ?? -1),
  );
  return near.map(({ sample, classIndex, similarity }) => ({
    sampleId: sample.id,
    witness: { classIndex, similarity, approved: sample.sharedClass !== null },
  }));
}

/** A writer's record apart from the sample in question. What nobody wrote is in no record. */
function withoutOwn(
  record: WriterRecord | undefined,
  own: { readonly wrong: boolean } | undefined,
): WriterRecord {
  if (!record) return UNKNOWN;
  if (!own) return record;
  return { decided: record.decided - 1, wrong: record.wrong - (own.wrong ? 1 : 0) };
}
