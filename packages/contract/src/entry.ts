import { z } from 'zod';
import { ROLES } from './permissions.js';
import { idSchema, text, whole } from './fields.js';
import { pageOf, pageQuerySchema } from './problem.js';

/** Who may make an account: everybody, whoever was invited, or nobody. */
export const SIGN_UP_MODES = ['open', 'invitation', 'closed'] as const;

/** Better Auth's own bounds. */
export const PASSWORD_LENGTH = { min: 8, max: 128 } as const;

/** What the pages for signing in and up must know. The same for everybody. */
export const authOptionsSchema = z.object({
  signUp: z.enum(SIGN_UP_MODES),
  guests: z.boolean().describe('Whether one may draw and correct without an account'),
  mail: z
    .boolean()
    .describe('Whether a forgotten password is reset by mail; otherwise by an admin'),
  providers: z
    .array(z.object({ id: z.string(), name: z.string() }))
    .describe('Sign in with POST /api/auth/sign-in/social { provider: id }'),
});
export type AuthOptions = z.infer<typeof authOptionsSchema>;

const emailSchema = z.email('expected an email address').max(254);

export const invitationRequestSchema = z.strictObject({
  email: emailSchema.optional().describe('Only this address may use it'),
  role: z.enum(ROLES).default('writer'),
  expiresInDays: whole(1, 90).default(7),
});
export type InvitationRequest = z.output<typeof invitationRequestSchema>;

export const INVITATION_STATES = ['open', 'used', 'revoked', 'expired'] as const;

const personSchema = z.object({ id: idSchema, name: z.string() });

export const invitationSchema = z.object({
  id: idSchema,
  state: z.enum(INVITATION_STATES),
  email: z.string().nullable().describe('Only this address may use it'),
  role: z.enum(ROLES),
  by: personSchema.nullable().describe('Who invited; null when that person is gone'),
  usedBy: personSchema.nullable(),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
  usedAt: z.iso.datetime().nullable(),
  revokedAt: z.iso.datetime().nullable(),
});
export type Invitation = z.infer<typeof invitationSchema>;

export const invitationPageSchema = pageOf(invitationSchema);
export const invitationsQuerySchema = pageQuerySchema.extend({
  state: z.enum(INVITATION_STATES).optional(),
});

export const newInvitationSchema = invitationSchema.extend({
  link: z.url().describe('Shown this once: only its hash is kept'),
  mailed: z.boolean().describe('true when it is on its way to `email`'),
});
export type NewInvitation = z.infer<typeof newInvitationSchema>;

const tokenSchema = text().min(1).max(200);

export const invitationLookSchema = z
  .strictObject({ invitation: tokenSchema.optional(), setup: tokenSchema.optional() })
  .refine(
    ({ invitation, setup }) => (invitation === undefined) !== (setup === undefined),
    'expected either invitation or setup',
  );
export type InvitationLook = z.infer<typeof invitationLookSchema>;

/** What a link opens, before it is used. */
export const openInvitationSchema = z.object({
  role: z.enum(ROLES),
  email: z.string().nullable(),
  expiresAt: z.iso.datetime(),
});
export type OpenInvitation = z.infer<typeof openInvitationSchema>;

/** Body of POST /api/auth/sign-up/email. */
export const signUpRequestSchema = z.object({
  name: text().trim().min(1, 'expected a name').max(80, 'expected at most 80 characters'),
  email: emailSchema,
  password: text()
    .min(PASSWORD_LENGTH.min, `expected at least ${PASSWORD_LENGTH.min} characters`)
    .max(PASSWORD_LENGTH.max, `expected at most ${PASSWORD_LENGTH.max} characters`),
  invitation: tokenSchema.optional().describe('From an invitation link'),
  setup: tokenSchema.optional().describe('From the set-up link that makes the first admin'),
});
export type SignUpRequest = z.infer<typeof signUpRequestSchema>;

export const passwordLinkSchema = z.object({
  link: z.url().describe('Shown this once. Sets a new password, once'),
  expiresAt: z.iso.datetime(),
});
export type PasswordLink = z.infer<typeof passwordLinkSchema>;

export const sessionSchema = z.object({
  id: idSchema,
  current: z.boolean().describe('The one that asks'),
  createdAt: z.iso.datetime(),
  seenAt: z.iso.datetime().describe('Within a day'),
  expiresAt: z.iso.datetime(),
  browser: z.string().nullable().describe('As it called itself'),
  address: z.string().nullable(),
});
export type Session = z.infer<typeof sessionSchema>;

export const sessionsSchema = z.object({ items: z.array(sessionSchema) });

/** Who is asking, as far as the account page needs it. */
export const ownAccountSchema = z.object({
  id: idSchema,
  name: z.string(),
  email: z.string().nullable().describe('null for a guest'),
  isGuest: z.boolean(),
  role: z.enum(ROLES),
  hasPassword: z.boolean(),
  providers: z.array(z.string()).describe('Names of providers that sign this account in'),
  createdAt: z.iso.datetime(),
});
export type OwnAccount = z.infer<typeof ownAccountSchema>;

export const ownAccountChangeSchema = z.strictObject({ name: signUpRequestSchema.shape.name });
export type OwnAccountChange = z.infer<typeof ownAccountChangeSchema>;

export const deletionRequestSchema = z.strictObject({
  password: text().max(PASSWORD_LENGTH.max).optional().describe('Where the account has one'),
  confirm: z.literal('delete', 'expected the word delete'),
});
export type DeletionRequest = z.infer<typeof deletionRequestSchema>;

export const deletionSchema = z.object({
  predictions: z.int().describe('Drawings and lines'),
  samples: z.int().describe('Corrections and confirmations, out of memory and of later trainings'),
  note: z.string().describe('What a deletion does not undo, for a person'),
});
export type Deletion = z.infer<typeof deletionSchema>;
