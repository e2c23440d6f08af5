/** A page that the header leads to. */
export interface HeaderLink {
  readonly to: string;
  readonly icon: string;
  readonly word: string;
  /** Begins with `word`, for those who say what they see. */
  readonly label: string;
  readonly tip: string;
}

const HISTORY: HeaderLink = {
  to: '/history',
  icon: 'i-lucide-history',
  word: 'History',
  label: 'History: your drawings',
  tip: 'Your drawings',
};
const ALPHABETS: HeaderLink = {
  to: '/alphabets',
  icon: 'i-lucide-languages',
  word: 'Alphabets',
  label: 'Alphabets: your own signs',
  tip: 'Your own signs',
};
const ME: HeaderLink = {
  to: '/me',
  icon: 'i-lucide-signature',
  word: 'Me',
  label: 'Me: my handwriting',
  tip: 'My handwriting',
};
const ABOUT: HeaderLink = {
  to: '/welcome',
  icon: 'i-lucide-info',
  word: 'About',
  label: 'About: what this is',
  tip: 'What this is',
};
const SIGN_IN: HeaderLink = {
  to: '/sign-in',
  icon: 'i-lucide-log-in',
  word: 'Sign in',
  label: 'Sign in',
  tip: 'Sign in',
};
const ACCOUNT: HeaderLink = {
  to: '/account',
  icon: 'i-lucide-circle-user',
  word: 'Account',
  label: 'Account',
  tip: 'Your account',
};

const adminLink = (to: string, waiting: number | null): HeaderLink => ({
  to,
  icon: 'i-lucide-gauge',
  word: 'Admin',
  label: waiting ? `Admin: ${waitingWords(waiting)}` : 'Admin: review, training, models',
  tip: waiting ? waitingWords(waiting) : 'Review, training, models',
});

/** Where reviewers and admins work; what waits is counted there. */
export const leadsToAdmin = ({ to }: Pick<HeaderLink, 'to'>): boolean => to.startsWith('/admin');

/**
 * The pages that somebody may open.
 *
 * @param firstAdminPage where administration begins for them, if it does
 * @param waiting how many corrections wait for them
 */
export function headerLinks(who: {
  readonly isSignedIn: boolean;
  readonly firstAdminPage: string | undefined;
  readonly waiting: number | null;
}): readonly HeaderLink[] {
  const { isSignedIn, firstAdminPage, waiting } = who;
  const admin = firstAdminPage === undefined ? [] : [adminLink(firstAdminPage, waiting)];
  return [HISTORY, ALPHABETS, ME, ...admin, isSignedIn ? ACCOUNT : SIGN_IN, ABOUT];
}

/** "1 correction is waiting for review". */
export function waitingWords(count: number): string {
  const many = count.toLocaleString('en');
  return count === 1
    ? '1 correction is waiting for review'
    : `${many} corrections are waiting for review`;
}

/** What fits on a badge. */
export const badgeOf = (count: number): string => (count > 999 ? '999+' : String(count));

/** What `aria-current` says of a link: the page itself, or a part that holds it. */
export function currentOf(
  { to }: Pick<HeaderLink, 'to'>,
  path: string,
): 'page' | 'true' | undefined {
  if (path === to) return 'page';
  const part = `/${to.split('/')[1]}`;
  return part !== '/' && path.startsWith(`${part}/`) ? 'true' : undefined;
}
