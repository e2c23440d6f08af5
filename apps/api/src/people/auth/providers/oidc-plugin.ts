import { genericOAuth } from 'better-auth/plugins';
import type { OidcProvider } from '../../../config/oidc-settings.js';

/** Sign-in with POST /sign-in/social { provider }, by authorization code with PKCE and verified id tokens. */
export const oidcPlugin = (providers: readonly OidcProvider[]) =>
  genericOAuth({
    config: providers.map(({ id, name, discoveryUrl, clientId, clientSecret, scopes }) => ({
      providerId: id,
      name,
      discoveryUrl,
      clientId,
      ...(clientSecret !== undefined && { clientSecret }),
      scopes: [...scopes],
      pkce: true,
      requireIdTokenVerification: true,
      mapProfileToUser: ({ name: full, preferred_username: nick, email }) => ({
        name: textOf(full) ?? textOf(nick) ?? textOf(email)?.split('@')[0] ?? 'Somebody',
        // An address elsewhere: pages fetch nothing from other hosts.
        image: undefined,
      }),
    })),
  });

const textOf = (claim: unknown): string | undefined =>
  typeof claim === 'string' && claim.trim() !== '' ? claim.trim().slice(0, 80) : undefined;
