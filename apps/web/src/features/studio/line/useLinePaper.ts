import { usePreferredReducedMotion, useTimeoutFn } from '@vueuse/core';
import { computed, nextTick, shallowRef, watch, type Ref } from 'vue';
import type { Sheet } from '../sheet/sheet';
import type { useInkCanvas } from '../sheet/useInkCanvas';
import { isNearEnd, lineViewOf, paperWidth, scrollForMore } from './line-view';

/** Dots and crossbars come right after their strokes: the paper stays until then. */
const SETTLE_MS = 450;
/** A step to the left or right, as a share of what is seen. */
const STEP = 0.7;
/** Less than this is not worth a button, in CSS pixels. */
const LEAST_SCROLL = 4;

interface LinePaperOptions {
  /** The element that scrolls. */
  readonly scroller: Readonly<Ref<HTMLElement | null>>;
  readonly ink: () => Pick<ReturnType<typeof useInkCanvas>, 'size' | 'view' | 'lay' | 'draw'>;
  readonly sheet: Readonly<Ref<Sheet>>;
  /** What is seen: a blank one while a stroke begins the next line. */
  readonly shown: Readonly<Ref<Sheet>>;
  readonly penIsDown: Readonly<Ref<boolean>>;
}

/** The paper of a line, wider than what is seen of it: it scrolls to make room, and never under the pen. */
export function useLinePaper({ scroller, ink, sheet, shown, penIsDown }: LinePaperOptions) {
  const motion = usePreferredReducedMotion();
  const scrolledPx = shallowRef(0);

  const seenWidth = computed(() => ink().size.value.width);
  const viewAt = (px: number) => lineViewOf(ink().size.value.height, px);
  const scale = computed(() => viewAt(0).scale);
  const width = computed(() => paperWidth(shown.value.strokes, viewAt(0), seenWidth.value));
  const hasBefore = computed(() => scrolledPx.value > LEAST_SCROLL);
  /** Free paper alone is nothing to scroll to: it comes when it is needed. */
  const hasAfter = computed(() =>
    isNearEnd(shown.value.strokes, viewAt(scrolledPx.value), seenWidth.value),
  );

  function scrolled(): void {
    scrolledPx.value = scroller.value?.scrollLeft ?? 0;
    ink().lay();
    ink().draw();
  }

  function scrollTo(left: number): void {
    const behavior = motion.value === 'reduce' ? 'instant' : 'smooth';
    scroller.value?.scrollTo({ left, behavior });
  }

  /** @param direction -1 to the left, 1 to the right */
  const step = (direction: -1 | 1): void =>
    scrollTo(scrolledPx.value + direction * seenWidth.value * STEP);

  function putAt(left: number): void {
    scroller.value?.scrollTo({ left, behavior: 'instant' });
    scrolled();
  }

  /** The paper must not move under the pen. */
  function stay(): void {
    settle.stop();
    putAt(scroller.value?.scrollLeft ?? 0);
  }

  const rewind = (): void => putAt(0);

  /** Makes room for what comes next. */
  const settle = useTimeoutFn(
    () => {
      const left = scrollForMore(sheet.value.strokes, ink().view(), seenWidth.value);
      if (left !== undefined && !penIsDown.value) scrollTo(left);
    },
    SETTLE_MS,
    { immediate: false },
  );

  // A line begins at the left; one that was read or brought back is shown where it begins, too.
  watch(
    () => shown.value.drawing,
    async () => {
      settle.stop();
      rewind();
      await nextTick();
      scrolled();
    },
  );

  return {
    ...{ scrolledPx, seenWidth, scale, width, hasBefore, hasAfter },
    ...{ scrolled, step, stay, rewind, settleSoon: settle.start },
  };
}
