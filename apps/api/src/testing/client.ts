import type { CorrectionResponse, PredictionResponse, Problem } from '@inkling/contract';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { LineRecorder } from '../recognise/lines/line-recorder.js';
import { Recorder } from '../recognise/predictions/recorder.js';

export interface Answer<T> {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | number | undefined>>;
  readonly body: T;
}

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE' | 'OPTIONS';

const ORIGIN = 'http://127.0.0.1:3000';

/** A browser, as far as the API can tell: keeps its cookies. */
export class Client {
  private readonly cookies = new Map<string, string>();

  constructor(private readonly app: () => NestFastifyApplication) {}

  /** The same person at another process of the same server. */
  at(app: NestFastifyApplication): Client {
    const other = new Client(() => app);
    for (const [name, value] of this.cookies) other.cookies.set(name, value);
    return other;
  }

  /** For requests that go over the network. */
  get cookieHeader(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  async signInAsGuest(): Promise<void> {
    const { status } = await this.call('POST', '/api/auth/sign-in/anonymous', {});
    if (status !== 200) throw new Error(`no guest: ${status}`);
  }

  /** When it resolves, what the answer says is in the database, too. */
  async predict(body: object): Promise<Answer<PredictionResponse>> {
    return this.written(await this.call('POST', '/api/predictions', body));
  }

  correct(predictionId: string, label: string): Promise<Answer<CorrectionResponse>> {
    return this.call('POST', '/api/corrections', { predictionId, label });
  }

  /** A form with a file and text fields. */
  async upload(
    file: Uint8Array | undefined,
    fields: Readonly<Record<string, string>>,
  ): Promise<Answer<PredictionResponse>> {
    return this.written(await this.form('/api/predictions', file, fields));
  }

  /** The same to any address. @param name of the file */
  form<T>(
    url: string,
    file: Uint8Array | undefined,
    fields: Readonly<Record<string, string>>,
    name = 'drawing',
  ): Promise<Answer<T>> {
    const boundary = 'inkling-test-boundary';
    const part = (headers: string, content: Uint8Array) =>
      Buffer.concat([
        Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; ${headers}\r\n\r\n`),
        content,
        Buffer.from('\r\n'),
      ]);
    const parts = Object.entries(fields).map(([name, value]) =>
      part(`name="${name}"`, Buffer.from(value)),
    );
    const named = `name="file"; filename="${name}"\r\nContent-Type: application/octet-stream`;
    if (file) parts.push(part(named, file));
    return this.send<T>('POST', url, {
      payload: Buffer.concat([...parts, Buffer.from(`--${boundary}--\r\n`)]),
      headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
    });
  }

  private async written<T>(answer: Answer<T>): Promise<Answer<T>> {
    for (const recorder of [Recorder, LineRecorder]) await this.app().get(recorder).flush();
    return answer;
  }

  problem(method: Method, url: string, body?: object): Promise<Answer<Problem>> {
    return this.call(method, url, body);
  }

  call<T>(method: Method, url: string, body?: object): Promise<Answer<T>> {
    return this.send(method, url, body === undefined ? {} : { payload: body });
  }

  async send<T>(
    method: Method,
    url: string,
    {
      payload,
      headers = {},
    }: {
      readonly payload?: object | string | Buffer;
      /** `undefined` takes away what is sent otherwise. */
      readonly headers?: Record<string, string | undefined>;
    },
  ): Promise<Answer<T>> {
    const cookie = this.cookieHeader;
    const response = await this.app().inject({
      method,
      url,
      headers: present({
        host: '127.0.0.1:3000',
        origin: ORIGIN,
        ...(cookie && { cookie }),
        ...headers,
      }),
      ...(payload !== undefined && { payload }),
    });
    for (const { name, value } of response.cookies) this.cookies.set(name, value);
    return {
      status: response.statusCode,
      headers: response.headers,
      body: parse(response.body, response.headers['content-type']) as T,
    };
  }
}

const present = (headers: Record<string, string | undefined>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).filter((header): header is [string, string] => header[1] !== undefined),
  );

const parse = (text: string, type: unknown): unknown =>
  text !== '' && /[/+]json/.test(String(type)) ? JSON.parse(text) : text;
