import { z } from 'zod';

/** A provider of OpenID Connect that people can sign in with. */
export interface OidcProvider {
  /** Part of the address that it redirects to: /api/auth/callback/<id>. */
  readonly id: string;
  readonly name: string;
  readonly discoveryUrl: string;
  readonly clientId: string;
  readonly clientSecret: string | undefined;
  readonly scopes: readonly string[];
}

const WELL_KNOWN = '/.well-known/openid-configuration';

const RESERVED = ['credential', 'anonymous'];

const providerSchema = z
  .strictObject({
    id: z
      .string()
      .regex(/^[a-z0-9-]{1,40}$/, 'id: lower-case letters, digits and dashes')
      .refine((id) => !RESERVED.includes(id), 'id: another name'),
    name: z.string().min(1).max(40).optional(),
    issuer: z.url({ protocol: /^https?$/ }).optional(),
    discoveryUrl: z.url({ protocol: /^https?$/ }).optional(),
    clientId: z.string().min(1),
    clientSecret: z.string().min(1).optional(),
    scopes: z.array(z.string().min(1)).min(1).optional(),
  })
  .refine(({ issuer, discoveryUrl }) => (issuer === undefined) !== (discoveryUrl === undefined), {
    error: 'either issuer or discoveryUrl',
  });

const EXPECTED =
  'expected JSON such as [{"id":"school","name":"School","issuer":"https://login.example.org","clientId":"…","clientSecret":"…"}]';

/** OIDC_PROVIDERS, with what is wrong named, and never its secrets. */
export const oidcProvidersSchema = z.string().transform((text, context): OidcProvider[] => {
  const wrong = (why: string): never => {
    context.addIssue({ code: 'custom', message: `${EXPECTED}${why}` });
    return z.NEVER;
  };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return wrong('; this is no JSON');
  }
  const list = z.array(providerSchema).safeParse(value);
  if (!list.success) {
    const { path, message } = list.error.issues[0]!;
    return wrong(`; at ${path.join('.') || 'the list'}: ${message}`);
  }
  const ids = list.data.map(({ id }) => id);
  if (new Set(ids).size < ids.length) return wrong('; two have the same id');
  return list.data.map(({ id, name, issuer, discoveryUrl, clientId, clientSecret, scopes }) => ({
    id,
    name: name ?? id,
    discoveryUrl: discoveryUrl ?? `${issuer!.replace(/\/$/, '')}${WELL_KNOWN}`,
    clientId,
    clientSecret,
    scopes: scopes ?? ['openid', 'profile', 'email'],
  }));
});
