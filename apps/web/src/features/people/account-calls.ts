import type {
  ApiKey,
  AuthOptions,
  Deletion,
  KeyScope,
  NewApiKey,
  OpenInvitation,
  OwnAccount,
  OwnDataImport,
  Session,
} from '@inkling/contract';
import { allPages } from '../../shared/api/all-pages';
import { authCall } from '../../shared/api/auth-call';
import { api, dataOf } from '../../shared/api/client';
import { uploadForm, type Upload } from '../../shared/api/upload';

/** How one can come in here. */
export const getAuthOptions = (): Promise<AuthOptions> => dataOf(api.GET('/api/auth-options'));

/** A link that lets somebody make an account. */
export interface EntryLink {
  readonly invitation?: string;
  readonly setup?: string;
}

/** What a link opens; throws what the server says when it opens nothing. */
export const lookAtLink = (link: EntryLink): Promise<OpenInvitation> =>
  dataOf(api.POST('/api/invitations/look', { body: link }));

export const signIn = (email: string, password: string): Promise<unknown> =>
  send('sign-in/email', { email, password });

export const signUp = (
  person: { readonly name: string; readonly email: string; readonly password: string },
  link: EntryLink,
): Promise<unknown> => send('sign-up/email', { ...person, ...link });

/** Where to go to sign in with a provider; it sends back to `to`, or to `onFailure` with `?error=`. */
export async function startProvider(
  provider: string,
  {
    to,
    onFailure,
    link,
  }: { readonly to: string; readonly onFailure: string; readonly link: EntryLink },
): Promise<string> {
  const { url } = (await send('sign-in/social', {
    provider,
    callbackURL: to,
    errorCallbackURL: onFailure,
    additionalData: link,
    disableRedirect: true,
  })) as { url: string };
  return url;
}

/** The answer is the same whether there is such an account or not. */
export const askForReset = (email: string): Promise<unknown> =>
  send('request-password-reset', { email });

export const resetPassword = (token: string, newPassword: string): Promise<unknown> =>
  send('reset-password', { token, newPassword });

/** Ends all other sessions. */
export const changePassword = (currentPassword: string, newPassword: string): Promise<unknown> =>
  send('change-password', { currentPassword, newPassword });

export const getOwnAccount = (): Promise<OwnAccount> => dataOf(api.GET('/api/me'));

export const rename = (name: string): Promise<OwnAccount> =>
  dataOf(api.PATCH('/api/me', { body: { name } }));

export const listSessions = async (): Promise<Session[]> =>
  (await dataOf(api.GET('/api/me/sessions'))).items;

export async function endSession(id: string): Promise<void> {
  await dataOf(api.DELETE('/api/me/sessions/{id}', { params: { path: { id } } }));
}

/** Signs out everywhere, here too. */
export async function endSessions(): Promise<void> {
  await dataOf(api.DELETE('/api/me/sessions'));
}

/** Those that work, newest first. */
export async function listKeys(): Promise<ApiKey[]> {
  const keys = await allPages((cursor) =>
    dataOf(
      api.GET('/api/keys', {
        params: { query: { limit: 100, ...(cursor !== undefined && { cursor }) } },
      }),
    ),
  );
  return keys.filter(({ revokedAt }) => revokedAt === null);
}

export const makeKey = ({
  expiresInDays,
  scopes,
  origins,
  name,
}: {
  readonly name: string;
  readonly scopes: readonly KeyScope[];
  /** Pages that it is for; none: it is for programs. */
  readonly origins: readonly string[];
  readonly expiresInDays: number | undefined;
}): Promise<NewApiKey> =>
  dataOf(
    api.POST('/api/keys', {
      body: {
        name,
        scopes: [...scopes],
        ...(origins.length > 0 && { origins: [...origins] }),
        ...(expiresInDays && { expiresInDays }),
      },
    }),
  );

export async function revokeKey(id: string): Promise<void> {
  await dataOf(api.DELETE('/api/keys/{id}', { params: { path: { id } } }));
}

export const EXPORT_PATH = '/api/me/export';

/** A file that was downloaded there. @param onProgress told which share was sent, 0..1 */
export const uploadOwnData = (
  file: File,
  onProgress: (share: number) => void,
): Upload<OwnDataImport> => uploadForm('/api/me/import', { file }, onProgress);

export const deleteAccount = (password: string | undefined): Promise<Deletion> =>
  dataOf(
    api.DELETE('/api/me', {
      body: { confirm: 'delete', ...(password !== undefined && { password }) },
    }),
  );

/** Checking a password takes the server its time on purpose, and a mail server or provider may be slow. */
const WITHIN_MS = 30_000;

const send = (path: string, body: object): Promise<unknown> =>
  authCall('POST', path, body, WITHIN_MS);
