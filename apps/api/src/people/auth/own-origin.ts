import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { ProblemError } from '../../common/problem-error.js';
import { CONFIG } from '../../config/config.module.js';
import type { Config } from '../../config/load-config.js';
import { isOwnHost } from './own-host.js';

/** The address of this server, for links that are shown to whoever asks. */
@Injectable()
export class OwnOrigin {
  constructor(@Inject(CONFIG) private readonly config: Config) {}

  /**
   * PUBLIC_URL, or else where the request came to. Not for letters to others: who asks could have them
   * point elsewhere.
   *
   * @throws ProblemError for a name that is not ours
   */
  of({ headers: { host } }: FastifyRequest): string {
    const { publicUrl } = this.config;
    if (publicUrl !== undefined) return new URL(publicUrl).origin;
    if (isOwnHost(host, publicUrl)) return `http://${host}`;
    throw new ProblemError(
      'unknown_host',
      'This server is not known under that name. Set PUBLIC_URL to the address that people use.',
    );
  }
}
