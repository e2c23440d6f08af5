import type {
  ApiKey,
  AuditEntry,
  AuditQuery,
  Deletion,
  Invitation,
  NewInvitation,
  PasswordLink,
  PeopleSettingsAnswer,
  PeopleSettingsChange,
  Role,
  User,
  UserChange,
  UsersQuery,
} from '@inkling/contract';
import { allPages } from '../../shared/api/all-pages';
import { api, dataOf } from '../../shared/api/client';
import type { Page } from '../../shared/api/queries';

/** Newest first. */
export const listUsers = (query: UsersQuery): Promise<Page<User>> =>
  dataOf(api.GET('/api/users', { params: { query: query as never } }));

export const changeUser = (id: string, change: UserChange): Promise<User> =>
  dataOf(api.PATCH('/api/users/{id}', { params: { path: { id } }, body: change as never }));

/** Newest first, revoked ones too. */
export const listKeysOf = (id: string): Promise<ApiKey[]> =>
  allPages((cursor) =>
    dataOf(
      api.GET('/api/users/{id}/keys', {
        params: { path: { id }, query: { limit: 100, ...(cursor !== undefined && { cursor }) } },
      }),
    ),
  );

export async function revokeKeyOf(id: string, keyId: string): Promise<void> {
  await dataOf(api.DELETE('/api/users/{id}/keys/{keyId}', { params: { path: { id, keyId } } }));
}

export const createInvitation = (request: {
  email?: string;
  role: Role;
  expiresInDays: number;
}): Promise<NewInvitation> => dataOf(api.POST('/api/invitations', { body: request }));

export const listOpenInvitations = (cursor?: string): Promise<Page<Invitation>> =>
  dataOf(
    api.GET('/api/invitations', {
      params: { query: { state: 'open', limit: 50, ...(cursor !== undefined && { cursor }) } },
    }),
  );

export async function revokeInvitation(id: string): Promise<void> {
  await dataOf(api.DELETE('/api/invitations/{id}', { params: { path: { id } } }));
}

export const createPasswordLink = (id: string): Promise<PasswordLink> =>
  dataOf(api.POST('/api/users/{id}/password-link', { params: { path: { id } } }));

/** With everything that is theirs. */
export const deleteUser = (id: string): Promise<Deletion> =>
  dataOf(api.DELETE('/api/users/{id}', { params: { path: { id } } }));

/** Newest first. */
export const listAudit = (query: AuditQuery): Promise<Page<AuditEntry>> =>
  dataOf(api.GET('/api/audit', { params: { query: query as never } })) as Promise<Page<AuditEntry>>;

export const getPeopleSettings = (): Promise<PeopleSettingsAnswer> =>
  dataOf(api.GET('/api/settings/people'));

export const changePeopleSettings = (change: PeopleSettingsChange): Promise<PeopleSettingsAnswer> =>
  dataOf(api.PATCH('/api/settings/people', { body: change as never }));
