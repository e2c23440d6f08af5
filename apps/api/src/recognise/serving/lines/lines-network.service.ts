import { Injectable, Logger } from '@nestjs/common';
import { LINES_NETWORK } from '@inkling/recognizer';
import { Inference } from '../../inference/inference.module.js';
import { ModelFiles } from '../../registry/model-files.js';
import type { LinesVersion } from '../../registry/model-version.js';
import { Draining } from '../draining.js';
import { noModel } from '../no-model.js';
import { Prepared } from '../prepared.js';
import { Language } from './language.service.js';
import { LinesModel, type LineJob, type ReadLine } from './lines-model.js';

/** Told that a version in service can't be loaded; resolves when another one serves, if there is one. */
type OnUnusable = (version: LinesVersion, error: unknown) => Promise<void>;

/**
 * Which version reads lines. It is loaded when the first line comes: where nobody writes lines it costs no
 * memory. From then on another version takes its place only once it is loaded and checked.
 */
@Injectable()
export class LinesNetwork {
  private readonly logger = new Logger(LinesNetwork.name);
  private current: LinesModel | undefined;
  private readonly prepared = new Prepared<LinesModel>();
  private readonly draining = new Draining();
  private isInUse = false;
  private onUnusable: OnUnusable = () => Promise.resolve();
  private replacing: Promise<void> = Promise.resolve();

  constructor(
    private readonly inference: Inference,
    private readonly files: ModelFiles,
    private readonly language: Language,
  ) {}

  /** The version that answers, loaded or not. */
  get version(): LinesVersion | undefined {
    return this.current?.version;
  }

  /** One listener: whoever decides which version serves. */
  whenUnusable(listener: OnUnusable): void {
    this.onUnusable = listener;
  }

  /**
   * The version in service for as long as `work` takes.
   *
   * @throws ProblemError `no_model`
   */
  async use<T>(work: (model: LinesModel) => Promise<T>): Promise<T> {
    this.isInUse = true;
    for (;;) {
      const model = this.current;
      if (!model) throw noModel(LINES_NETWORK);
      const done = await model.use.during(async () => {
        await this.language.ready();
        const failure = await failureOf(model.open());
        return failure ?? { result: await work(model) };
      });
      if ('result' in done) return done.result;
      await this.replace(model, done.error);
    }
  }

  /** Reads one line by whichever version is in service. */
  read(job: LineJob): Promise<ReadLine> {
    return this.use((model) => model.read(job));
  }

  /**
   * Loads and checks a version, whether lines are in use or not.
   *
   * @returns letGo
   * @throws Error when the version can't serve
   */
  async prepare(version: LinesVersion): Promise<() => Promise<void>> {
    return this.prepared.add(await this.opened(version));
  }

  /**
   * Puts a version into service: loaded and checked beside the old one, which goes after its last line. Before
   * the first line only its file is looked at. One at a time.
   *
   * @throws Error when the version can't serve; the old one does
   */
  async swap(version: LinesVersion): Promise<void> {
    let model = this.modelOf(version);
    if (this.isInUse) {
      await this.draining.room();
      model = this.prepared.take(version.id) ?? (await this.opened(version));
    } else await this.files.read(version.sha256);
    const old = this.current;
    this.current = model;
    this.logger.log(`${LINES_NETWORK} ${version.version} is in service`);
    if (old) this.draining.add(() => old.retire());
  }

  /** Resolves when no old version has lines to end. */
  drained(): Promise<void> {
    return this.draining.over();
  }

  private modelOf(version: LinesVersion): LinesModel {
    return new LinesModel(version, this.inference.pool, this.files);
  }

  private async opened(version: LinesVersion): Promise<LinesModel> {
    const model = this.modelOf(version);
    await model.open();
    return model;
  }

  /** Several lines may have waited for the same version: the first one tells, the others wait. */
  private async replace(unusable: LinesModel, error: unknown): Promise<void> {
    if (this.current === unusable) {
      this.current = undefined;
      this.replacing = this.onUnusable(unusable.version, error);
    }
    await this.replacing;
  }
}

/** What went wrong, boxed: anything may be thrown. */
const failureOf = (opening: Promise<void>): Promise<{ readonly error: unknown } | undefined> =>
  opening.then(
    () => undefined,
    (error: unknown) => ({ error }),
  );
