import { messageOf, type ReviewResponse } from '@inkling/contract';
import { computed, shallowRef, type ShallowRef } from 'vue';
import { counted } from '../../shared/words';
import { answered, begun, refused, revisionsOf, type Outcome } from './optimistic-tiles';
import { sendReview, sendUndo } from './review-calls';
import type { Reviewable, ReviewKind } from './review-kind';
import { conflictWords, verdictWords } from './review-words';
import type { Tiles } from './tiles';
import { isSettled, judged, restored, type Verdict } from './verdict';
import { workQueue } from './work-queue';

/** As many as one call may judge. */
const MOST_AT_ONCE = 500;
const MOST_UNDONE = 100;

/** What was said last, for everybody to read and hear. */
export interface Told {
  readonly words: string;
  readonly tone: 'calm' | 'notice' | 'problem';
}

/** A decision that can be undone. */
interface Done<Item> {
  ids: readonly string[];
  readonly former: ReadonlyMap<string, Item>;
  /** One for each call that it took. */
  decisionIds: readonly string[];
}

export interface ReviewDecisionsOptions<Item extends Reviewable> {
  readonly kind: ReviewKind<Item>;
  readonly tiles: ShallowRef<Tiles<Item>>;
  /** Called when a decision is about to be sent. */
  readonly onDecide: () => void;
  /** Called when one did not get through. */
  readonly onFailure: (error: unknown) => void;
}

/** One's own decisions: shown at once, sent in the order in which they were made, and undone. */
export function reviewDecisions<Item extends Reviewable>({
  kind,
  tiles,
  onDecide,
  onFailure,
}: ReviewDecisionsOptions<Item>) {
  const told = shallowRef<Told>({ words: '', tone: 'calm' });
  const past = shallowRef<readonly Done<Item>[]>([]);
  const canUndo = computed(() => past.value.length > 0);
  const queue = workQueue((error) => {
    onFailure(error);
    tell(`${messageOf(error)} Unsaved decisions are shown as before.`, 'problem');
  });
  // What waits behind a decision on its way would be lost with the page: the browser asks first.
  addEventListener('beforeunload', (event) => {
    if (queue.isBusy()) event.preventDefault();
  });

  function tell(words: string, tone: Told['tone']): void {
    told.value = { words, tone };
  }

  const itemOf = (id: string): Item => tiles.value.get(id)!.item;

  /** @returns whether there was anything to decide */
  function decide(wanted: readonly string[], verdict: Verdict): boolean {
    const known = wanted.filter((id) => tiles.value.get(id)?.gone === false);
    const refusal = verdict.as === undefined ? null : kind.refusal(known.map(itemOf), verdict.as);
    if (refusal) tell(refusal, 'problem');
    if (refusal || known.length === 0) return false;
    const ids = known.filter((id) => !isSettled(kind, itemOf(id), verdict));
    if (ids.length === 0) tell('Already decided that way.', 'calm');
    else begin(ids, verdict);
    return true;
  }

  function begin(ids: readonly string[], verdict: Verdict): void {
    onDecide();
    const former = new Map(ids.map((id) => [id, itemOf(id)]));
    const revisions = revisionsOf(tiles.value, ids);
    tiles.value = begun(tiles.value, ids, (item) => judged(kind, item, verdict));
    tell(verdictWords(ids.length, verdict), 'calm');
    const done: Done<Item> = { ids, former, decisionIds: [] };
    past.value = [...past.value, done].slice(-MOST_UNDONE);
    queue.add(() => send(done, verdict, revisions));
  }

  /** Sends a decision in parts that the server takes. Afterwards `done` is about what was really decided. */
  async function send(
    done: Done<Item>,
    verdict: Verdict,
    revisions: Readonly<Record<string, number>>,
  ): Promise<void> {
    const { ids } = done;
    const decided: string[] = [];
    let start = 0;
    try {
      for (; start < ids.length; start += MOST_AT_ONCE) {
        const part = ids.slice(start, start + MOST_AT_ONCE);
        const answer = await sendReview({
          ...{ ids: part, decision: verdict.decision },
          revisions: Object.fromEntries(part.map((id) => [id, revisions[id]!])),
          ...(verdict.as !== undefined && kind.named(verdict.as)),
        });
        decided.push(...answer.items.map(({ id }) => id));
        if (answer.decisionId) done.decisionIds = [...done.decisionIds, answer.decisionId];
        settle(part, answer);
      }
    } catch (error) {
      // What did not get through is shown as it was.
      tiles.value = refused(tiles.value, ids.slice(start));
      throw error;
    } finally {
      done.ids = decided;
      if (decided.length === 0) past.value = past.value.filter((other) => other !== done);
    }
  }

  /** Undoes the last decision. Returns the ids that it was about. */
  function undo(): readonly string[] {
    const done = past.value.at(-1);
    if (!done) {
      tell('Nothing to undo.', 'calm');
      return [];
    }
    past.value = past.value.slice(0, -1);
    const { ids } = done;
    tiles.value = begun(tiles.value, ids, (item) => restored(item, done.former.get(item.id)!));
    tell(ids.length === 1 ? 'Undone.' : `Undone: ${ids.length}.`, 'calm');
    queue.add(() => sendBack(done, ids));
    return ids;
  }

  /** What could not be undone is still there to be undone. */
  async function sendBack(done: Done<Item>, ids: readonly string[]): Promise<void> {
    const answers: ReviewResponse[] = [];
    try {
      for (const decisionId of done.decisionIds) answers.push(await sendUndo(decisionId));
    } catch (error) {
      const undone = new Set(answers.flatMap(({ items }) => items.map(({ id }) => id)));
      const rest: Done<Item> = {
        ids: done.ids.filter((id) => !undone.has(id)),
        former: done.former,
        decisionIds: done.decisionIds.slice(answers.length),
      };
      past.value = [...past.value, rest];
      throw error;
    } finally {
      settle(ids, {
        items: answers.flatMap(({ items }) => items),
        missing: answers.flatMap(({ missing }) => missing),
        conflicts: answers.flatMap(({ conflicts }) => conflicts),
      });
    }
  }

  function settle(ids: readonly string[], outcome: Outcome): void {
    tiles.value = answered(kind, tiles.value, ids, outcome);
    const [first, ...others] = outcome.conflicts;
    if (!first) return;
    const more =
      others.length === 0 ? '' : ` The same applies to ${counted(others.length, 'other')}.`;
    tell(`${conflictWords(first, Date.now())}${more}`, 'notice');
  }

  return { told, canUndo, tell, decide, undo, isSending: queue.isBusy, sent: queue.done };
}
