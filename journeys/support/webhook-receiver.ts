import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { freePort } from './port.js';

interface Received {
  readonly headers: IncomingHttpHeaders;
  /** As it came: what is signed are its bytes. */
  readonly text: string;
}

/** A program elsewhere that takes webhooks. It knows of them what standardwebhooks.com says, and no more. */
export class WebhookReceiver {
  readonly received: Received[] = [];
  /** What it answers, by how many requests came before. */
  answer: (before: number) => number = () => 204;
  private server: Server | undefined;

  private constructor(private readonly port: number) {}

  /** It does not listen yet. */
  static async create(): Promise<WebhookReceiver> {
    return new WebhookReceiver(await freePort());
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}/inkling`;
  }

  async listen(): Promise<void> {
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        response.writeHead(this.answer(this.received.length)).end();
        this.received.push({ headers: request.headers, text: Buffer.concat(chunks).toString() });
      });
    });
    this.server = server;
    await new Promise<void>((resolve) => server.listen(this.port, '127.0.0.1', resolve));
  }

  /** Resolves when so many requests came; the test's own time limit is the only one. */
  async until(count: number): Promise<readonly Received[]> {
    while (this.received.length < count) await wait(20);
    return this.received;
  }

  async close(): Promise<void> {
    this.server?.closeAllConnections();
    await new Promise((resolve) => (this.server ? this.server.close(resolve) : resolve(undefined)));
  }
}

/** The body, where the signature is one of that secret and not old. */
export function verified({ headers, text }: Received, secret: string): unknown {
  const id = String(headers['webhook-id']);
  const timestamp = String(headers['webhook-timestamp']);
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
  const own = createHmac('sha256', key).update(`${id}.${timestamp}.${text}`).digest('base64');
  const signatures = String(headers['webhook-signature']).split(' ');
  if (!signatures.includes(`v1,${own}`)) throw new Error('The signature is wrong.');
  if (Math.abs(Date.now() / 1000 - Number(timestamp)) > 300) throw new Error('It is too old.');
  return JSON.parse(text);
}
