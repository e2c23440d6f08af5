import type { Role, User, UserChange, UsersQuery } from '@inkling/contract';

export const ROLE_NAMES: Readonly<Record<Role, string>> = {
  writer: 'Writer',
  reviewer: 'Reviewer',
  admin: 'Admin',
};

export const ROLE_WORDS: Readonly<Record<Role, string>> = {
  writer: 'draws and corrects',
  reviewer: 'decides which corrections teach everyone, and sees training and metrics',
  admin: 'reviews, trains, promotes, and manages people and settings',
};

/** Which people a list shows, in the words of its filter. */
export const SHOWN = ['accounts', 'writer', 'reviewer', 'admin', 'guest', 'disabled'] as const;
export type Shown = (typeof SHOWN)[number];

export const SHOWN_NAMES: Readonly<Record<Shown, string>> = {
  accounts: 'Accounts',
  writer: 'Writers',
  reviewer: 'Reviewers',
  admin: 'Admins',
  guest: 'Guests',
  disabled: 'Disabled',
};

export function queryOf(shown: Shown): UsersQuery {
  if (shown === 'accounts') return { guests: 'false' };
  return shown === 'disabled' ? { disabled: 'true' } : { role: shown };
}

/** What somebody is called: guests all have one name, so theirs gets the end of their id. */
export const nameOf = ({ id, name, isGuest }: Pick<User, 'id' | 'name' | 'isGuest'>): string =>
  isGuest ? `Guest ${id.slice(-4)}` : name;

/** What is asked before a change, and what it changes. */
export interface Question {
  readonly title: string;
  readonly words: string;
  readonly yes: string;
}

/** The question before a change of somebody; `isSelf` where it is the admin who asks. */
export function questionOf(user: User, change: UserChange, isSelf: boolean): Question {
  const name = nameOf(user);
  if (change.disabled === true) {
    return {
      title: `Disable ${isSelf ? 'yourself' : name}?`,
      words: `${isSelf ? 'You' : name} will be signed out everywhere, ${keysWords(user.keys, isSelf)}and can’t sign in until an admin enables the account. Drawings and corrections are kept.`,
      yes: 'Disable',
    };
  }
  if (change.disabled === false) {
    return {
      title: `Enable ${name} again?`,
      words: `${name} can sign in again as ${withArticle(user.role)}${user.keys > 0 ? ', and their keys work again' : ''}.`,
      yes: 'Enable',
    };
  }
  const role = change.role ?? user.role;
  return {
    title: `Make ${isSelf ? 'yourself' : name} ${withArticle(role)}?`,
    words: roleChangeWords(user.role, role, isSelf),
    yes: `Make ${ROLE_NAMES[role].toLowerCase()}`,
  };
}

const RANK: Readonly<Record<Role, number>> = { writer: 0, reviewer: 1, admin: 2 };

function roleChangeWords(from: Role, to: Role, isSelf: boolean): string {
  const who = isSelf ? 'You' : 'They';
  const words = `Takes effect immediately. ${capital(withArticle(to))} ${ROLE_WORDS[to]}.`;
  if (RANK[to] > RANK[from]) return words;
  const lost =
    from === 'admin' && to === 'reviewer'
      ? 'train, promote or manage people'
      : from === 'admin'
        ? 'review, train, promote or manage people'
        : 'review or see training and metrics';
  return `${words} ${who} can no longer ${lost}${isSelf ? ', and not undo this' : ''}.`;
}

const keysWords = (keys: number, isSelf: boolean): string => {
  if (keys === 0) return '';
  const whose = isSelf ? 'your' : 'their';
  return keys === 1
    ? `${whose} API key stops working, `
    : `${whose} ${keys} API keys stop working, `;
};

/** "a writer", "an admin". */
export const withArticle = (role: Role): string => `${role === 'admin' ? 'an' : 'a'} ${role}`;

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
