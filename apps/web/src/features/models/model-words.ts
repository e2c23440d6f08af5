import type { Model } from '@inkling/contract';
import { LINES_NETWORK, type SharedWords } from '@inkling/recognizer';
import { hundredths } from './differences';

/** How a version stands, in words. */
export function statusWords({ status, service }: Pick<Model, 'status' | 'service'>): string {
  if (status === 'champion') return 'in service';
  if (status === 'retired') return 'was in service';
  if (status === 'candidate') return 'not promoted';
  // Put into service against the gate, and out again.
  return service.length > 0 ? 'failed the gate, was in service' : 'failed the gate';
}

export const STATUS_TONES: Readonly<Record<Model['status'], string>> = {
  champion: 'text-sure',
  retired: 'text-muted',
  candidate: 'text-toned',
  rejected: 'text-unlike',
};

/** What it reads right of what no network learns from; of lines, whose gate set has several parts, of all of them. */
export function gateShareWords({
  metrics,
  network,
}: Pick<Model, 'metrics' | 'network'>): string | null {
  const ofLines = network === LINES_NETWORK;
  const found = metrics.filter(
    ({ dataset, task }) => /^gate/i.test(dataset) && (ofLines || task === network),
  );
  const samples = found.reduce((sum, one) => sum + one.samples, 0);
  if (samples === 0) return null;
  const right = found.reduce((sum, one) => sum + one.top1 * one.samples, 0);
  const share = `${hundredths(right / samples)}% of the gate set`;
  return ofLines ? `${share} wholly right` : `reads ${share}`;
}

const MOST_NAMED_WORDS = 30;

/** Which words a version expects of everyone, those that most people wrote by name; `null`: none. */
export function expectedWords(words: SharedWords | undefined): string | null {
  if (!words?.length) return null;
  const named = words.slice(0, MOST_NAMED_WORDS).map(({ word }) => word);
  const left = words.length - named.length;
  return `${named.join(', ')}${left > 0 ? ` and ${left.toLocaleString('en')} more` : ''}`;
}

/** "1.9 MB" */
export const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

/** Two versions that are compared, the older first, whichever was selected first. */
export function oldToNew(
  versions: readonly Pick<Model, 'id' | 'version'>[],
  a: string,
  b: string,
): { readonly a: string; readonly b: string } {
  const numberOf = (id: string) => versions.find((one) => one.id === id)?.version;
  const [one, other] = [numberOf(a), numberOf(b)];
  return one !== undefined && other !== undefined && one > other ? { a: b, b: a } : { a, b };
}

/** What promoting a version changes. */
export function promotionWords(
  next: Pick<Model, 'version'>,
  champion: Pick<Model, 'version'> | undefined,
): string {
  const retired = champion
    ? ` Version ${champion.version} is retired; you can roll back to it.`
    : '';
  return `Version ${next.version} will answer everyone.${retired}`;
}

/** What rolling back changes. */
export function rollbackWords(
  former: Pick<Model, 'version'>,
  champion: Pick<Model, 'version'>,
  network: string,
): string {
  return (
    `Version ${former.version} will answer everyone; version ${champion.version} is retired. ` +
    `Automatic promotion of ${network} pauses until an admin resumes it.`
  );
}

/**
 * A base model that came with Inkling later than the one that the champion was trained from, and was
 * never in service itself.
 *
 * @param versions newest first; older ones than these count as known
 */
export function newerBase<
  T extends Pick<Model, 'id' | 'parentId' | 'origin' | 'status' | 'service'>,
>(versions: readonly T[]): T | undefined {
  const byId = new Map(versions.map((version) => [version.id, version]));
  let ancestor = versions.find(({ status }) => status === 'champion');
  const newest = versions.find(({ origin }) => origin === 'shipped');
  if (!ancestor || !newest || newest.service.length > 0) return undefined;
  for (; ancestor; ancestor = byId.get(ancestor.parentId ?? '')) {
    if (ancestor.id === newest.id) return undefined;
  }
  return newest;
}

/** The version that a rollback puts back: the one in service before, whose latest time began last. */
export function formerChampion<T extends Pick<Model, 'status' | 'service'>>(
  versions: readonly T[],
): T | undefined {
  const latest = ({ service }: T): number =>
    Math.max(...service.filter(({ to }) => to !== null).map(({ from }) => Date.parse(from)));
  return versions
    .filter((one) => one.status !== 'champion' && one.service.some(({ to }) => to !== null))
    .sort((one, other) => latest(other) - latest(one))[0];
}
