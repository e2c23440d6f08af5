/** Somebody who calls the API by program, with a cookie of their own. */
export class Caller {
  private cookie = '';

  constructor(readonly address: string) {}

  async signInAsGuest(): Promise<void> {
    await this.call('POST', '/api/auth/sign-in/anonymous', {}, 200);
  }

  async signIn(email: string, password: string): Promise<void> {
    await this.call('POST', '/api/auth/sign-in/email', { email, password }, 200);
  }

  get<T>(path: string): Promise<T> {
    return this.call('GET', path, undefined, 200) as Promise<T>;
  }

  /** @param expected the status wanted; without one any good one will do */
  post<T>(path: string, body: object, expected?: number): Promise<T> {
    return this.call('POST', path, body, expected) as Promise<T>;
  }

  patch<T>(path: string, body: object): Promise<T> {
    return this.call('PATCH', path, body) as Promise<T>;
  }

  open(path: string): Promise<Response> {
    return fetch(this.address + path, { headers: { cookie: this.cookie } });
  }

  private async call(
    method: string,
    path: string,
    body: object | undefined,
    expected?: number,
  ): Promise<unknown> {
    const response = await fetch(this.address + path, {
      method,
      headers: {
        cookie: this.cookie,
        origin: this.address,
        ...(body && { 'content-type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (expected === undefined ? !response.ok : response.status !== expected) {
      throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
    }
    const cookies = response.headers.getSetCookie().map((cookie) => cookie.split(';')[0]);
    if (cookies.length > 0) this.cookie = cookies.join('; ');
    return text === '' ? undefined : JSON.parse(text);
  }
}

export interface JobEvent {
  readonly id: string;
  readonly type: string;
  readonly data: Record<string, unknown>;
}

/** Server-sent events until the server ends the stream. */
export async function* readEvents(who: Caller, path: string): AsyncGenerator<JobEvent> {
  const response = await who.open(path);
  if (!response.ok || !response.body) throw new Error(`${path} answered ${response.status}`);
  let text = '';
  for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    const parts = text.split('\n\n');
    text = parts.pop()!;
    for (const part of parts) {
      const fields = new Map(
        part
          .split('\n')
          .filter((line) => !line.startsWith(':'))
          .map((line) => [
            line.slice(0, line.indexOf(':')),
            line.slice(line.indexOf(':') + 1).trim(),
          ]),
      );
      const data = fields.get('data');
      if (data === undefined) continue;
      yield {
        id: fields.get('id') ?? '',
        type: fields.get('event') ?? 'message',
        data: JSON.parse(data) as Record<string, unknown>,
      };
    }
  }
}
