import { messageOf, type RollbackRequest } from '@inkling/contract';
import { Injectable } from '@nestjs/common';
import type { TrainedNetwork } from '@inkling/recognizer';
import type { Writer } from '../../http/access/writer.js';
import { notFound, ProblemError, type ProblemCode } from '../../common/problem-error.js';
import { ChampionFollower } from '../../recognise/serving/champion-follower.service.js';
import { VersionsInService } from '../../recognise/serving/versions-in-service.js';
import { filePruned, nameOf } from '../model-problems.js';
import type { ModelRecord } from '../../recognise/registry/model-version.js';
import { RegistryRepository } from '../../recognise/registry/registry.repository.js';
import { PromotionError, PromotionRepository } from './promotion.repository.js';

/** Puts versions into service by hand. */
@Injectable()
export class PromotionService {
  constructor(
    private readonly models: RegistryRepository,
    private readonly promotions: PromotionRepository,
    private readonly versions: VersionsInService,
    private readonly champions: ChampionFollower,
  ) {}

  /** When this returns, this replica serves the version, and the others are about to. */
  async promote(id: string, reason: string | undefined, admin: Writer): Promise<ModelRecord> {
    const model = await this.find(id);
    if (model.status === 'rejected' && reason === undefined) throw reasonNeeded(model);
    const by = await this.promotions.nameOfUser(admin.id);
    const why = reason ?? 'promoted by hand';
    const champion = await this.models.getChampion(model.network);
    await this.putIntoService(model, champion, (expectedChampionId) =>
      this.promotions.promote(
        { modelVersionId: id, by, reason: why, ...expectedChampionId },
        admin.id,
      ),
    );
    return this.find(id);
  }

  /** Promotes the former champion, and pauses automatic promotion. */
  async rollBack(request: RollbackRequest, admin: Writer): Promise<ModelRecord> {
    const { network, reason } = request;
    const champion = await this.models.getChampion(network);
    const id = await this.promotions.formerChampionId(network);
    if (champion && isAnother(champion.id, request.from)) throw championChanged(champion);
    if (!champion || id === undefined) throw nothingBefore(network);
    const model = await this.find(id);
    if (isAnother(id, request.to)) throw leadsElsewhere(model);
    const by = await this.promotions.nameOfUser(admin.id);
    const why = `rollback from version ${champion.version}${reason ? `: ${reason}` : ''}`;
    const because = `${by} rolled ${network} back to version ${model.version}${reason ? `: ${reason}` : ''}`;
    await this.putIntoService(model, champion, (expectedChampionId) =>
      this.promotions.rollBack(
        network,
        { modelVersionId: id, by, reason: why, ...expectedChampionId },
        because,
        admin.id,
      ),
    );
    return this.find(id);
  }

  /**
   * What can go wrong with a file does so before anything is changed.
   *
   * @param against the champion that the decision was made against
   */
  private async putIntoService(
    model: ModelRecord,
    against: ModelRecord | undefined,
    promote: (expected: { expectedChampionId?: string }) => Promise<void>,
  ): Promise<void> {
    if (model.status === 'champion') throw alreadyInService(model);
    if (model.pruned) throw filePruned(model);
    const letGo = await this.versions.prepare(model).catch((error: unknown) => {
      throw unusable(model, error);
    });
    try {
      await promote(against ? { expectedChampionId: against.id } : {});
      await this.champions.follow(model.network);
    } catch (error) {
      throw toProblem(error, model);
    } finally {
      await letGo();
    }
  }

  private async find(id: string): Promise<ModelRecord> {
    const model = await this.models.get(id);
    if (!model) throw notFound('model version');
    return model;
  }
}

function reasonNeeded(model: ModelRecord): ProblemError {
  const detail = `The gate refused ${nameOf(model)}. Say in "reason" why it is to go into service all the same; the history keeps it.`;
  return new ProblemError('reason_needed', detail, {
    errors: [{ pointer: '/reason', detail: 'needed where the gate refused the version' }],
  });
}

const nothingBefore = (network: TrainedNetwork): ProblemError =>
  new ProblemError(
    'nothing_to_roll_back',
    `No version of ${network} was in service before this one.`,
  );

/** Whether something else was seen, where a request says what was. */
const isAnother = (id: string, seen: string | undefined): boolean =>
  seen !== undefined && seen !== id;

const championChanged = (champion: ModelRecord): ProblemError =>
  new ProblemError(
    'conflict',
    `${nameOf(champion)} is in service now. Nothing was changed: look at the versions again.`,
  );

const leadsElsewhere = (former: ModelRecord): ProblemError =>
  new ProblemError(
    'conflict',
    `A rollback leads to ${nameOf(former)} now. Nothing was changed: look at the versions again.`,
  );

const alreadyInService = (model: ModelRecord): ProblemError =>
  new ProblemError('already_in_service', `${nameOf(model)} is in service already.`);

function unusable(model: ModelRecord, cause: unknown): unknown {
  // A database that fails or a server that is full says nothing about the file.
  if (cause instanceof ProblemError || (cause as Error).name.startsWith('Prisma')) return cause;
  const reason = messageOf(cause);
  return new ProblemError(
    'model_unusable',
    `${nameOf(model)} can't serve, and nothing was changed: ${reason}.`,
    { cause },
  );
}

const CODES: Readonly<Record<PromotionError['code'], ProblemCode>> = {
  unknown_version: 'not_found',
  already_champion: 'already_in_service',
  champion_changed: 'conflict',
  file_pruned: 'file_removed',
};

const toProblem = (error: unknown, model: ModelRecord): unknown =>
  error instanceof PromotionError
    ? new ProblemError(CODES[error.code], error.message, { cause: { error, model: model.id } })
    : error;
