import type { AuditEntry } from '@inkling/contract';

/** What can be looked for, by the beginning of its actions. */
export const AUDIT_GROUPS = [
  'all',
  'user',
  'key',
  'invitation',
  'review',
  'training',
  'model',
  'settings',
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
  settings: 'Settings',
};

/** Who did it, as far as it is known. */
export const whoOf = ({ by }: Pick<AuditEntry, 'by'>): string => {
  if (by === null) return 'Somebody who was deleted, or Inkling itself';
  return by.email === null ? `Guest ${by.id.slice(-4)}` : by.name || by.email;
};

type Fields = Readonly<Record<string, unknown>>;

const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null ? (value as Fields) : {};

/** What was done, as the end of a sentence that begins with who did it. */
export function deedOf(
  entry: Pick<AuditEntry, 'action' | 'by' | 'subject' | 'before' | 'after'>,
): string {
  const words = DEEDS[entry.action];
  if (!words) return entry.action;
  return words({ entry, before: fieldsOf(entry.before), after: fieldsOf(entry.after) });
}

interface Deed {
  readonly entry: Pick<AuditEntry, 'by' | 'subject'>;
  readonly before: Fields;
  readonly after: Fields;
}

const someone = ({ by, subject }: Deed['entry']): string => {
  if (by?.id === subject.id) return 'themselves';
  return subject.name ?? 'somebody who was deleted';
};

const role = (value: unknown): string =>
  value === 'admin' ? 'an admin' : `a ${String(value ?? 'writer')}`;

const DEEDS: Readonly<Record<string, (deed: Deed) => string>> = {
  'user.role': ({ entry, after }) => `made ${someone(entry)} ${role(after['role'])}`,
  'user.disabled': ({ entry, after }) =>
    after['disabled'] === true ? `disabled ${someone(entry)}` : `enabled ${someone(entry)} again`,
  'user.trusted': ({ entry, after }) =>
    after['trusted'] === true ? `trusts ${someone(entry)}` : `trusts ${someone(entry)} no more`,
  'user.sign-up': ({ after }) => `made an account as ${role(after['role'])}`,
  'user.keep-guest': () => 'took along what they had drawn as a guest',
  'user.password-link': ({ entry }) => `made a link for a new password of ${someone(entry)}`,
  'user.delete': ({ before }) => `deleted the account of ${role(before['role'])}`,
  'key.create': ({ after }) => `made the API key “${String(after['name'])}”`,
  'key.revoke': ({ before }) => `revoked the API key “${String(before['name'])}”`,
  'invitation.create': ({ after }) => `invited somebody as ${role(after['role'])}`,
  'invitation.revoke': () => 'took an invitation back',
  'settings.people': () => 'changed the settings for people',
  'settings.training': ({ entry }) =>
    `changed the training settings of ${entry.subject.id.replace('training:', '')}`,
  'model.promote': ({ entry }) => `put ${entry.subject.name ?? 'a version'} into service`,
  'model.rollback': ({ entry }) => `rolled back to ${entry.subject.name ?? 'a version'}`,
  'training.start': ({ after }) => `asked for a training of ${String(after['network'])}`,
  'training.cancel': () => 'stopped a training',
  'review.approve': ({ after }) => `approved ${corrections(after)}`,
  'review.reject': ({ after }) => `rejected ${corrections(after)}`,
  'review.relabel': ({ after }) => `relabelled ${corrections(after)}`,
  'review.reset': ({ after }) => `put ${corrections(after)} back into the queue`,
  'review.undo': ({ after }) => `took a decision on ${corrections(after)} back`,
};

function corrections({ samples }: Fields): string {
  const groups: unknown[] = Array.isArray(samples) ? samples : [];
  const count = groups.reduce<number>(
    (sum, group) => sum + Number(fieldsOf(group)['count'] ?? 0),
    0,
  );
  return count === 1 ? 'a correction' : `${count} corrections`;
}

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
  return isMoment(value) ? new Date(value).toLocaleString() : String(value);
};

const isMoment = (value: unknown): value is string =>
  typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/.test(value);

/** Of samples it is said how many stood how. */
function listed(item: unknown): string {
  if (typeof item !== 'object' || item === null) return said(item);
  const { count, label, status } = item as Fields;
  if (count !== undefined) return `${String(count)} × ${String(label)} ${String(status)}`;
  return Object.values(item).map(said).join(' ');
}
