import { computed, watch, type Ref } from 'vue';
import { useOutboxStore, type Given } from './outbox-store';
import type { Sheet } from '../sheet/sheet';
import type { Said } from './unsent';

/** The answer on the sheet, and what it answers. */
interface Answered<Question> {
  readonly answer: {
    readonly id: string;
    readonly recorded?: boolean | undefined;
    readonly onDevice?: boolean | undefined;
  };
  readonly question: Question;
}

export interface UnsentOptions<Question, Correction> {
  /** The store of what is drawn. */
  readonly sheets: {
    readonly sheet: Sheet;
    readonly clear: () => void;
    readonly dropDraft: () => void;
  };
  /** `null` while there is no answer. */
  readonly answered: () => Answered<Question> | null;
  readonly questionOf: (sheet: Sheet) => Question;
  /** What the server knows of what was said. */
  readonly correction: Readonly<Ref<Correction | null>>;
  readonly givenIn: (correction: Correction) => string;
  /** What was said and the server does not have yet. */
  readonly untold: () => string | null;
  /** Whether it is being sent. */
  readonly saying: Readonly<Ref<boolean>>;
  /** Puts what is said of a sheet into the outbox. */
  readonly post: (given: Given<Question>) => Promise<void>;
  /** What this drawing was sent with before is out of date. */
  readonly overtake: (drawing: number) => void;
}

/** What becomes of a label whose drawing was left while it was being sent. */
export interface Sending<Correction> {
  /** Leaves it to the outbox, as it was when it was being sent. @param has what the server has of it by now */
  readonly post: (said: string, has?: Correction | null) => Promise<void>;
  /** It has arrived: the outbox has nothing to send. */
  readonly drop: () => void;
  readonly end: () => void;
}

/** What is said of the drawing on the sheet lies in the outbox until it is sent: nothing is lost with the page. */
export function useUnsent<Question, Correction extends { readonly id: string }>(
  options: UnsentOptions<Question, Correction>,
) {
  const { sheets, answered, questionOf, correction, givenIn, untold, saying, overtake } = options;
  const outbox = useOutboxStore();
  /** The drawing of which something lies in the outbox. */
  let kept: number | undefined;
  /** The drawings whose labels are being sent. */
  const beingSent = new Set<number>();

  /** What is said of a drawing that the server does not have yet. */
  function given(sheet: Sheet, said: string): Given<Question> {
    const { answer, question } = answered() ?? {};
    const onDevice = answer?.onDevice === true;
    // One that was not recorded is read anew; one of this device under its id.
    const answerId = answer?.recorded === false ? undefined : answer?.id;
    const known = correction.value && knownOf(correction.value);
    return {
      ...{ sheet, said, answerId, id: onDevice ? answer.id : undefined },
      // What was chosen since is for the next drawing.
      question: (onDevice && question) || questionOf(sheet),
      previous: answerId === undefined ? null : known,
    };
  }

  const knownOf = (said: Correction): Said => ({ id: said.id, said: givenIn(said) });

  const post = (sheet: Sheet, said: string): Promise<void> => options.post(given(sheet, said));

  /** A drawing is left whose label the server does not have yet. */
  function postLeft(sheet: Sheet, said: string): void {
    const left = given(sheet, said);
    // The outbox reads it: of what is on its way nothing is to stay.
    if (left.answerId === undefined) overtake(sheet.drawing);
    void options.post(left);
  }

  /** The label of the drawing on the sheet is being sent, which may be left before it arrives. */
  function beginSending(): Sending<Correction> {
    const { sheet } = sheets;
    const begun = given(sheet, '');
    beingSent.add(sheet.drawing);
    return {
      post: (said, has) => options.post({ ...begun, said, ...(has && { previous: knownOf(has) }) }),
      drop: () => void (outbox.isHeld(sheet.drawing) && drop(sheet.drawing)),
      end: () => void beingSent.delete(sheet.drawing),
    };
  }

  const drop = (drawing: number) => outbox.drop(drawing).catch(() => undefined);

  watch(
    [computed(untold), saying],
    ([said, isSaying]) => {
      if (said !== null) {
        const { sheet } = sheets;
        kept = sheet.drawing;
        // A reload is not to read it a second time.
        void outbox.hold(sheet, () => post(sheet, said)).then(sheets.dropDraft);
      } else if (!isSaying && kept !== undefined) {
        // A drawing that was left is the outbox's own by now, or `beginSending` knows how it ends.
        const isLeft = kept !== sheets.sheet.drawing && beingSent.has(kept);
        if (!isLeft && outbox.isHeld(kept)) void drop(kept);
        kept = undefined;
      }
    },
    { flush: 'post' },
  );

  // Whoever closes the page leaves the drawing, and its label is not sent yet: the outbox outlives the page.
  addEventListener('pagehide', () => {
    if (untold() !== null) sheets.clear();
  });

  return { post, postLeft, beginSending };
}
