import type { AuditAction, AuditEntry } from '@inkling/contract';
import { originsLine } from '../key-words';
import { isAutomatic, type AuditRun } from './audit-runs';
import { decidedWords } from './decision-words';

/** What can be looked for, by the beginning of its actions. */
export const AUDIT_GROUPS = [
  'all',
  'user',
  'key',
  'invitation',
  'review',
  'training',
  'model',
  'alphabet',
  'settings',
  'import',
  'export',
  'webhook',
] as const;
export type AuditGroup = (typeof AUDIT_GROUPS)[number];

export const GROUP_NAMES: Readonly<Record<AuditGroup, string>> = {
  all: 'All',
  user: 'People',
  key: 'Keys',
  invitation: 'Invitations',
  review: 'Review',
  training: 'Training',
  model: 'Models',
  alphabet: 'Alphabets',
  settings: 'Settings',
  import: 'Imports',
  export: 'Exports',
  webhook: 'Webhooks',
};

/** The minute of a change, by the reader's clock. */
export const timeOf = ({ at }: Pick<AuditEntry, 'at'>): string =>
  new Date(at).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });

/** Who did it, as far as it is known. */
export const whoOf = ({ by, after }: Pick<AuditEntry, 'by' | 'after'>): string => {
  if (by === null)
    return isAutomatic({ after }) || isOfInkling({ after }) ? 'Inkling' : 'A deleted person';
  return by.email === null ? `Guest ${by.id.slice(-4)}` : by.name || by.email;
};

/** Inkling did it by itself, and no decision of a person led to it. */
const isOfInkling = ({ after }: Pick<AuditEntry, 'after'>): boolean =>
  fieldsOf(after)['byInkling'] === true;

type Fields = Readonly<Record<string, unknown>>;

const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null ? (value as Fields) : {};

type Told = Pick<AuditEntry, 'action' | 'by' | 'subject' | 'before' | 'after'>;

/** What was done, as the end of a sentence that begins with who did it. */
export function actionWords(entry: Told, ...others: readonly Told[]): string {
  // A server of another version may know more actions.
  const words: ((change: Change) => string) | undefined = ACTION_WORDS[entry.action];
  if (!words) return entry.action;
  return words({
    ...{ entry, before: fieldsOf(entry.before), after: fieldsOf(entry.after) },
    decided: decidedWords([entry, ...others]),
  });
}

/** The same of a whole run. */
export const runWords = (run: AuditRun): string =>
  `${actionWords(...run)}${isAutomatic(run[0]) ? ' automatically: trusted writer' : ''}`;

interface Change {
  readonly entry: Pick<AuditEntry, 'by' | 'subject'>;
  /** Where it is a decision, or a run of them: what it was about. */
  readonly decided: string;
  readonly before: Fields;
  readonly after: Fields;
}

const someone = ({ by, subject }: Change['entry']): string => {
  if (by?.id === subject.id) return 'themselves';
  return subject.name ?? 'a deleted person';
};

const role = (value: unknown): string =>
  value === 'admin' ? 'an admin' : `a ${String(value ?? 'writer')}`;

const alphabet = ({ before, after }: Change): string =>
  `the alphabet “${String(after['name'] ?? before['name'])}”`;

/** Where a key works, where it is not for programs. */
const pagesOf = (origins: unknown): string =>
  Array.isArray(origins) ? ` ${originsLine(origins as string[])}` : '';

const ACTION_WORDS: Readonly<Record<AuditAction, (change: Change) => string>> = {
  'user.role': ({ entry, after }) => `made ${someone(entry)} ${role(after['role'])}`,
  'user.disabled': ({ entry, after }) =>
    after['disabled'] === true ? `disabled ${someone(entry)}` : `enabled ${someone(entry)} again`,
  'user.trusted': ({ entry, after }) =>
    after['trusted'] === true
      ? `made ${someone(entry)} trusted`
      : `no longer trusts ${someone(entry)}`,
  'user.sign-up': ({ after }) => `signed up as ${role(after['role'])}`,
  'user.keep-guest': () => 'kept their guest drawings',
  'user.password-link': ({ entry }) => `created a password reset link for ${someone(entry)}`,
  'user.delete': ({ before }) => `deleted the account of ${role(before['role'])}`,
  'user.import-data': () => 'read in a file of their own data',
  'key.create': ({ after }) =>
    `created the API key “${String(after['name'])}”${pagesOf(after['origins'])}`,
  'key.revoke': ({ before }) => `revoked the API key “${String(before['name'])}”`,
  'invitation.create': ({ after }) => `invited someone as ${role(after['role'])}`,
  'invitation.revoke': () => 'revoked an invitation',
  'settings.people': () => 'changed the settings for people',
  'settings.training': ({ entry }) =>
    `changed the training settings of ${entry.subject.id.replace('training:', '')}`,
  'alphabet.share': (change) => `shared ${alphabet(change)}`,
  'alphabet.change': (change) => `changed ${alphabet(change)}`,
  'alphabet.unshare': (change) => `stopped sharing ${alphabet(change)}`,
  'alphabet.delete': (change) => `deleted ${alphabet(change)}`,
  'model.promote': ({ entry }) => `promoted ${entry.subject.name ?? 'a version'}`,
  'model.rollback': ({ entry }) => `rolled back to ${entry.subject.name ?? 'a version'}`,
  'training.start': ({ after }) => `started training ${String(after['network'])}`,
  'training.cancel': () => 'cancelled a training job',
  'review.approve': ({ decided }) => `approved ${decided}`,
  'review.reject': ({ decided }) => `rejected ${decided}`,
  'review.reopen': ({ decided }) => `reopened ${decided}`,
  'review.undo': ({ decided }) => `undid a decision on ${decided}`,
  'import.start': ({ after }) => `imported samples from “${String(after['file'])}”`,
  'import.cancel': () => 'cancelled an import',
  'import.undo': () => 'undid an import',
  'export.create': ({ after }) => `exported samples as ${String(after['format'])}`,
  'webhook.create': ({ after }) => `created a webhook to ${String(after['host'])}`,
  'webhook.change': ({ after }) => `changed the webhook to ${String(after['host'])}`,
  'webhook.delete': ({ before }) => `deleted the webhook to ${String(before['host'])}`,
  'webhook.secret': ({ after }) =>
    `created a new secret for the webhook to ${String(after['host'])}`,
  'webhook.switched-off': ({ after }) => `switched off the webhook to ${String(after['host'])}`,
};

/** One thing that is other than before. */
export interface Difference {
  readonly what: string;
  /** `null`: it was not there. */
  readonly before: string | null;
  readonly after: string | null;
}

/** What changed, part by part; what stayed is left out, and so are ids, which tell a person nothing. */
export function differencesOf({
  before,
  after,
}: Pick<AuditEntry, 'before' | 'after'>): Difference[] {
  const [old, now] = [flat(before), flat(after)];
  return [...new Set([...old.keys(), ...now.keys()])]
    .filter((what) => old.get(what) !== now.get(what))
    .map((what) => ({ what, before: old.get(what) ?? null, after: now.get(what) ?? null }))
    .filter(({ before, after }) => !isIds(before) && !isIds(after));
}

const ID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const IDS = new RegExp(`^${ID}(?:, ${ID})*$`);
const isIds = (text: string | null): boolean => text !== null && IDS.test(text);

/** Leaves by their path in words, as text. */
function flat(value: unknown, path: readonly string[] = []): Map<string, string> {
  if (value === null || value === undefined) return new Map();
  if (Array.isArray(value)) return new Map([[inWords(path), value.map(listed).join(', ')]]);
  if (typeof value !== 'object') return new Map([[inWords(path), said(value)]]);
  return new Map(Object.entries(value).flatMap(([name, part]) => [...flat(part, [...path, name])]));
}

/** `quietMinutes` is "quiet minutes". */
const inWords = (path: readonly string[]): string =>
  path.map((part) => part.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase()).join(', ');

const said = (value: unknown): string => {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return isMoment(value)
    ? new Date(value).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short' })
    : String(value);
};

const isMoment = (value: unknown): value is string =>
  typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/.test(value);

/** Of samples and lines it is said how many stood how. */
function listed(item: unknown): string {
  if (typeof item !== 'object' || item === null) return said(item);
  const { count, label, status, retyped } = item as Fields;
  if (label !== undefined) return `${String(count)} × ${String(label)} ${String(status)}`;
  if (retyped !== undefined) {
    return `${String(count)} ${String(status)}${retyped === true ? ' with another text' : ''}`;
  }
  return Object.values(item).map(said).join(' ');
}
