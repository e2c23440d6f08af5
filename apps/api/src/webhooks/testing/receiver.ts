import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { webhookBodySchema, type WebhookBody } from '@inkling/contract';

/** A request that a receiver got. */
export interface Received {
  readonly headers: IncomingHttpHeaders;
  /** As it came. */
  readonly text: string;
  readonly body: WebhookBody;
}

/** What a receiver answers; `undefined`: nothing, for ever. */
export type Answer =
  number | undefined | { readonly status: number; readonly headers?: Record<string, string> };

/** Takes webhooks as a program elsewhere does, and judges that each body is what the contract says. */
export class Receiver {
  readonly received: Received[] = [];
  /** By how many requests came before. @defaultValue 204 */
  answer: (before: number) => Answer = () => 204;

  private constructor(private readonly server: Server) {}

  static async start(): Promise<Receiver> {
    const server = createServer();
    const receiver = new Receiver(server);
    server.on('request', (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const answer = receiver.answer(receiver.received.length);
        const text = Buffer.concat(chunks).toString();
        const body = webhookBodySchema.parse(JSON.parse(text));
        receiver.received.push({ headers: request.headers, text, body });
        if (answer === undefined) return;
        const { status, headers = {} } = typeof answer === 'number' ? { status: answer } : answer;
        response.writeHead(status, headers).end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return receiver;
  }

  get url(): string {
    const address = this.server.address();
    return `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/hook`;
  }

  /** Waits until so many requests came. @throws Error when they don't */
  async until(count: number, withinMs = 60_000): Promise<readonly Received[]> {
    for (const end = Date.now() + withinMs; this.received.length < count; await wait(20)) {
      if (Date.now() > end) throw new Error(`only ${this.received.length} of ${count} came`);
    }
    return this.received;
  }

  /** Again it changes nothing. */
  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
