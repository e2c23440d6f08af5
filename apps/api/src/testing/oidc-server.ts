import { createHash, generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Who signs in at the provider. */
export interface OidcPerson {
  readonly sub: string;
  readonly email: string;
  readonly email_verified?: boolean;
  readonly name?: string;
}

interface Grant {
  readonly person: OidcPerson;
  readonly challenge: string;
  readonly nonce: string | null;
  readonly redirectUri: string;
}

const CLIENT = { id: 'inkling', secret: 'of the client' };

/**
 * A provider of OpenID Connect as far as a sign-in needs it: discovery, codes with PKCE, and id tokens
 * signed by a key of its own (RS256). It asks nobody anything: `person` is whoever sits there.
 */
export class OidcServer {
  readonly client = CLIENT;
  person: OidcPerson = { sub: '1', email: 'anna@example.org', email_verified: true, name: 'Anna' };
  /** Signs with a key that it does not publish. */
  isForged = false;
  private readonly grants = new Map<string, Grant>();
  private readonly keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
  private readonly otherKeys = generateKeyPairSync('rsa', { modulusLength: 2048 });

  private constructor(private readonly server: Server) {}

  static async open(): Promise<OidcServer> {
    const server = createServer();
    const provider = new OidcServer(server);
    server.on('request', (request, response) => void provider.answer(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
    return provider;
  }

  get issuer(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url!, this.issuer);
    switch (url.pathname) {
      case '/.well-known/openid-configuration':
        return json(response, 200, {
          issuer: this.issuer,
          authorization_endpoint: `${this.issuer}/authorize`,
          token_endpoint: `${this.issuer}/token`,
          jwks_uri: `${this.issuer}/keys`,
          response_types_supported: ['code'],
          subject_types_supported: ['public'],
          id_token_signing_alg_values_supported: ['RS256'],
        });
      case '/keys': {
        const jwk = this.keys.publicKey.export({ format: 'jwk' });
        return json(response, 200, { keys: [{ ...jwk, kid: 'k', use: 'sig', alg: 'RS256' }] });
      }
      case '/authorize':
        return this.authorize(url.searchParams, response);
      case '/token':
        return this.token(request, new URLSearchParams(await bodyOf(request)), response);
      default:
        return json(response, 404, {});
    }
  }

  private authorize(asked: URLSearchParams, response: ServerResponse): void {
    const isRight =
      asked.get('client_id') === CLIENT.id &&
      asked.get('response_type') === 'code' &&
      asked.get('code_challenge_method') === 'S256' &&
      (asked.get('scope') ?? '').split(' ').includes('openid');
    if (!isRight) return json(response, 400, { error: 'invalid_request' });
    const code = randomUUID();
    const redirectUri = asked.get('redirect_uri')!;
    this.grants.set(code, {
      person: this.person,
      challenge: asked.get('code_challenge')!,
      nonce: asked.get('nonce'),
      redirectUri,
    });
    const back = new URL(redirectUri);
    back.searchParams.set('code', code);
    back.searchParams.set('state', asked.get('state')!);
    response.writeHead(302, { location: back.href }).end();
  }

  private token(request: IncomingMessage, asked: URLSearchParams, response: ServerResponse): void {
    const code = asked.get('code') ?? '';
    const grant = this.grants.get(code);
    this.grants.delete(code);
    const verifier = asked.get('code_verifier') ?? '';
    const challenge = createHash('sha256').update(verifier).digest('base64url');
    const basic = Buffer.from(`${CLIENT.id}:${encodeURIComponent(CLIENT.secret)}`);
    const isClient =
      request.headers.authorization === `Basic ${basic.toString('base64')}` ||
      asked.get('client_secret') === CLIENT.secret;
    const isRight =
      grant?.challenge === challenge && grant.redirectUri === asked.get('redirect_uri') && isClient;
    if (!isRight) return json(response, 400, { error: 'invalid_grant' });
    json(response, 200, {
      access_token: randomUUID(),
      token_type: 'Bearer',
      expires_in: 300,
      id_token: this.idToken(grant),
    });
  }

  private idToken({ person, nonce }: Grant): string {
    const now = Math.floor(Date.now() / 1000);
    const claims = {
      iss: this.issuer,
      aud: CLIENT.id,
      iat: now,
      exp: now + 300,
      ...(nonce !== null && { nonce }),
      ...person,
    };
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const text = `${part({ alg: 'RS256', kid: 'k', typ: 'JWT' })}.${part(claims)}`;
    const { privateKey } = this.isForged ? this.otherKeys : this.keys;
    return `${text}.${sign('sha256', Buffer.from(text), privateKey).toString('base64url')}`;
  }
}

function json(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
