import { glyphToBytes, InkError, NORMALISATION_VERSION } from '@inkling/ink';
import { Injectable } from '@nestjs/common';
import { Daily } from '../../common/daily.js';
import { ProblemError } from '../../common/problem-error.js';
import { Pictures } from '../../recognise/pictures/pictures.service.js';
import { ServingService } from '../../recognise/serving/serving.service.js';
import { RenormaliseRepository } from './renormalise.repository.js';

/** The server has something better to do first. */
const FIRST_AFTER_MS = 5000;
/** Pictures have up to a megabyte each. */
const AT_ONCE = 8;

/**
 * Reads corrected pictures again whose glyph an older normalisation made, so that memory and training compare
 * like with like. Drawings need none of it: no version of the normalisation changed what becomes of them.
 */
@Injectable()
export class RenormaliseService extends Daily {
  constructor(
    private readonly repository: RenormaliseRepository,
    private readonly pictures: Pictures,
    private readonly serving: ServingService,
  ) {
    super('corrected pictures could not be read again', FIRST_AFTER_MS);
  }

  async run(): Promise<void> {
    const { read, changed } = await this.renormalise();
    if (read > 0) {
      this.logger.log(
        `read ${read} corrected pictures again with normalisation ${NORMALISATION_VERSION}: ` +
          `${changed} became another glyph`,
      );
    }
  }

  /** @returns how many pictures were read, and how many of them gave another glyph */
  async renormalise(): Promise<{ readonly read: number; readonly changed: number }> {
    let [read, changed] = [0, 0];
    while (!this.stopping) {
      const outdated = await this.repository.outdated(NORMALISATION_VERSION, AT_ONCE);
      for (const { predictionId, bytes } of outdated) {
        const glyph = await this.glyphOf(bytes);
        const sample = await this.repository.replace(predictionId, glyph, NORMALISATION_VERSION);
        read++;
        if (!sample) continue;
        changed++;
        await this.serving.refreshSample(sample.network, sample.id);
      }
      if (outdated.length < AT_ONCE) break;
    }
    return { read, changed };
  }

  /** `undefined` where nothing is found on it any more. */
  private async glyphOf(bytes: Uint8Array): Promise<Uint8Array<ArrayBuffer> | undefined> {
    try {
      const { glyph } = await this.pictures.read(bytes, { explain: false, keep: false });
      return glyphToBytes(glyph);
    } catch (error) {
      if (error instanceof InkError || isAboutThePicture(error)) return undefined;
      throw error;
    }
  }
}

/** And not that the server is busy, which passes. */
const isAboutThePicture = (error: unknown): boolean =>
  error instanceof ProblemError &&
  (error.code === 'unreadable_picture' || error.code === 'too_large');
