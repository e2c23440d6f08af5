import { watch, type Ref } from 'vue';
import { useOutboxStore } from '../answer/outbox-store';
import type { Sheet } from '../sheet/sheet';

interface KeptOptions {
  /** What was said and can't be sent yet. */
  readonly queued: Readonly<Ref<string | null>>;
  /** Whether it is being sent. */
  readonly saying: Readonly<Ref<boolean>>;
  /** The store of what is drawn. */
  readonly sheets: { readonly sheet: Sheet; readonly dropDraft: () => void };
  /** Puts what is said of a sheet into the outbox. */
  readonly post: (sheet: Sheet, said: string) => Promise<void>;
}

/** What is said of the drawing on the sheet lies in the outbox until it is sent: nothing is lost with the page. */
export function useKept({ queued, saying, sheets, post }: KeptOptions): void {
  const outbox = useOutboxStore();
  let kept: number | undefined;

  watch(
    [queued, saying],
    ([said, isSaying]) => {
      if (said !== null) {
        const { sheet } = sheets;
        kept = sheet.drawing;
        // A reload is not to read it a second time.
        void outbox.hold(sheet, () => post(sheet, said)).then(sheets.dropDraft);
      } else if (!isSaying && kept !== undefined) {
        // A drawing that was left is the outbox's own by now.
        if (outbox.isHeld(kept)) void outbox.drop(kept).catch(() => undefined);
        kept = undefined;
      }
    },
    { flush: 'post' },
  );
}
