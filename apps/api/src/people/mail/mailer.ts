import { Inject, Injectable } from '@nestjs/common';
import { createTransport, type Transporter } from 'nodemailer';
import { CONFIG } from '../../config/config.module.js';
import type { Config } from '../../config/load-config.js';
import type { Letter } from './letters.js';

/** A mail server that does not answer must not hold up a page. */
const WITHIN_MS = 10_000;

/** Sends letters over SMTP, where SMTP_URL is set. */
@Injectable()
export class Mailer {
  private readonly transport: Transporter | undefined;

  constructor(@Inject(CONFIG) private readonly config: Config) {
    const { smtpUrl } = config;
    if (smtpUrl === undefined) return;
    this.transport = createTransport({
      url: smtpUrl,
      connectionTimeout: WITHIN_MS,
      greetingTimeout: WITHIN_MS,
      socketTimeout: WITHIN_MS,
      // Letters are text of ours: nothing is to be fetched for them.
      disableFileAccess: true,
      disableUrlAccess: true,
    });
  }

  get isOn(): boolean {
    return this.transport !== undefined;
  }

  /** @throws Error when the mail server does not take it, or there is none */
  async send(to: string, { subject, text }: Letter): Promise<void> {
    if (!this.transport) throw new Error('SMTP_URL is not set');
    // An object: an address with a comma or a line break can't become two.
    const recipient = { name: '', address: to };
    await this.transport.sendMail({ from: this.config.mailFrom, to: recipient, subject, text });
  }
}
