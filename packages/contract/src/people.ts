import { z } from 'zod';
import { AUDIT_ACTIONS } from './audit.js';
import { KEY_SCOPES, ROLES, STANDINGS } from './permissions.js';
import { idSchema, moment, text, whole } from './fields.js';
import { originSchema } from './origins.js';
import { pageOf, pageQuerySchema } from './problem.js';

export const roleSchema = z.enum(ROLES, `expected one of ${ROLES.join(', ')}`);

/** `true` and `false` in an address. */
const flagSchema = z
  .enum(['true', 'false'], 'expected true or false')
  .transform((text) => text === 'true');

// Settings.

/** Who may come in, and whether somebody looks at corrections. */
export const peopleSettingsSchema = z.object({
  signUp: z
    .enum(['open', 'invitation', 'closed'])
    .describe('Who may make an account: anyone, people with an invitation, or no one'),
  guests: z.boolean().describe('Whether one may draw as a guest, with a memory of one’s own'),
  review: z
    .enum(['people', 'auto'])
    .describe('auto: corrections of trusted writers are approved as they come'),
});
export type PeopleSettings = z.infer<typeof peopleSettingsSchema>;

export const DEFAULT_PEOPLE_SETTINGS: PeopleSettings = {
  signUp: 'invitation',
  guests: true,
  review: 'people',
};

/** Key of these settings in the table `setting`. */
export const PEOPLE_SETTINGS_KEY = 'people';

export const peopleSettingsAnswerSchema = peopleSettingsSchema.extend({
  fixed: z
    .array(peopleSettingsSchema.keyof())
    .describe('What the environment decides (SIGN_UP, GUESTS, REVIEW) and no one can change here'),
});
export type PeopleSettingsAnswer = z.infer<typeof peopleSettingsAnswerSchema>;

export const peopleSettingsChangeSchema = peopleSettingsSchema.partial().strict();
export type PeopleSettingsChange = z.infer<typeof peopleSettingsChangeSchema>;

// Users.

export const userSchema = z.object({
  id: idSchema,
  name: z.string(),
  email: z.string().nullable().describe('null: a guest has none'),
  isGuest: z.boolean(),
  role: roleSchema,
  trusted: z.boolean().describe('Without review, their corrections are approved as they come'),
  disabledAt: z.iso.datetime().nullable(),
  createdAt: z.iso.datetime(),
  lastSeenAt: z.iso.datetime().nullable().describe('To some minutes'),
  drawings: z.int().describe('Drawings and lines that are kept'),
  corrections: z.int().describe('Of drawings and lines'),
  keys: z.int().describe('API keys that work'),
});
export type User = z.infer<typeof userSchema>;

export const usersQuerySchema = pageQuerySchema.extend({
  search: text().max(200).optional().describe('Part of a name or an email address'),
  role: z
    .enum(STANDINGS)
    .exclude(['visitor'])
    .optional()
    .describe('Without it people of every role, and guests'),
  guests: flagSchema.optional().describe('false: without guests'),
  disabled: flagSchema.optional().describe('true: only those who are disabled; false: only others'),
});
export type UsersQuery = z.input<typeof usersQuerySchema>;
export const usersPageSchema = pageOf(userSchema);

/** What is absent stays. */
export const userChangeSchema = z
  .object({ role: roleSchema, disabled: z.boolean(), trusted: z.boolean() })
  .partial()
  .strict();
export type UserChange = z.infer<typeof userChangeSchema>;

// API keys.

export const MOST_KEY_DAYS = 3650;

const SCOPE_WORDS =
  'What the key may do of what its owner may: read (look at drawings, figures, reviews, training and models, take samples and own data out, and change nothing), ' +
  'draw (predict and correct), review (judge corrections), train (start jobs, promote versions), ' +
  'admin (account, keys and own data; people, settings, imports, webhooks and the audit log).';

export const MOST_ORIGINS = 20;

const ORIGIN_WORDS =
  'Origins such as https://school.example whose pages alone may use the key, from a browser. With them "draw" predicts ' +
  'and corrects, and opens nothing else: anyone who opens such a page has the key.';

export const apiKeyRequestSchema = z
  .object({
    name: text()
      .trim()
      .min(1, 'Give the key a name, so that you recognise it later')
      .max(64, 'expected at most 64 characters'),
    expiresInDays: whole(1, MOST_KEY_DAYS)
      .optional()
      .describe('Absent: it works until it is revoked'),
    scopes: z
      .array(z.enum(KEY_SCOPES, `must be one of ${KEY_SCOPES.join(', ')}`))
      .min(1, 'must name at least one scope')
      .max(KEY_SCOPES.length, `must name at most ${KEY_SCOPES.length} scopes`)
      .optional()
      .describe(`${SCOPE_WORDS} Absent: all of them, or "draw" alone where there are origins`),
    origins: z
      .array(originSchema)
      .min(1, 'must name at least one origin, or be absent')
      .max(MOST_ORIGINS, `must name at most ${MOST_ORIGINS} origins`)
      .optional()
      .describe(`${ORIGIN_WORDS} Absent: the key is for programs`),
  })
  .strict();
export type ApiKeyRequest = z.infer<typeof apiKeyRequestSchema>;

export const apiKeySchema = z.object({
  id: idSchema,
  name: z.string(),
  start: z.string().describe('The first characters, to know it by'),
  scopes: z.array(z.enum(KEY_SCOPES)).describe(SCOPE_WORDS),
  origins: z.array(z.string()).describe(`${ORIGIN_WORDS} None: it is for programs`),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime().nullable().describe('null: it works until it is revoked'),
  lastUsedAt: z.iso.datetime().nullable().describe('To the minute'),
  revokedAt: z.iso.datetime().nullable(),
});
export type ApiKey = z.infer<typeof apiKeySchema>;
export const apiKeysPageSchema = pageOf(apiKeySchema);

export const newApiKeySchema = apiKeySchema.extend({
  key: z.string().describe('Shown this once: it is stored as a hash only'),
});
export type NewApiKey = z.infer<typeof newApiKeySchema>;

// The audit log.

const personSchema = z
  .object({ id: idSchema, name: z.string(), email: z.string().nullable() })
  .describe('As they are called now; without a name when they are a guest');

export const auditEntrySchema = z.object({
  id: idSchema,
  at: z.iso.datetime(),
  action: z.enum(AUDIT_ACTIONS),
  by: personSchema.nullable().describe('null: the server itself, or a deleted person'),
  subject: z.object({
    type: z.string(),
    id: z.string(),
    name: z.string().nullable().describe('What it is called now, where it is a person or a model'),
  }),
  before: z.unknown(),
  after: z.unknown(),
  requestId: z.string().nullable(),
});
export type AuditEntry = z.infer<typeof auditEntrySchema>;

export const auditQuerySchema = pageQuerySchema.extend({
  action: text().max(100).optional().describe('An action, or its beginning: `user` or `user.role`'),
  person: text()
    .max(200)
    .optional()
    .describe('Part of the name or email address of who did it, or an id'),
  subject: text().max(200).optional().describe('A type such as `model`, or an id'),
  from: moment().optional(),
  to: moment().optional(),
});
export type AuditQuery = z.input<typeof auditQuerySchema>;
export const auditPageSchema = pageOf(auditEntrySchema);
