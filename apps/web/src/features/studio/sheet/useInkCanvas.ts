import { useResizeObserver } from '@vueuse/core';
import { onScopeDispose, shallowRef, watch, type ShallowRef } from 'vue';
import { inkPainter, type InkPainterOptions } from './ink-painter';
import type { Sheet } from './sheet';

export interface InkCanvasOptions extends Pick<InkPainterOptions, 'live' | 'layOut'> {
  readonly canvas: Readonly<ShallowRef<HTMLCanvasElement | null>>;
  readonly sheet: () => Sheet;
  /** Changes when the colour of the ink does. */
  readonly dark: () => boolean;
}

/** `inkPainter` of a sheet on a component's canvas. */
export function useInkCanvas({ canvas, sheet, live, dark, layOut }: InkCanvasOptions) {
  const size = shallowRef({ width: 0, height: 0 });
  const painter = inkPainter({
    ...{ live, layOut },
    canvas: () => canvas.value,
    strokes: () => sheet().strokes,
  });
  const { draw, lay, view } = painter;

  useResizeObserver(canvas, ([entry]) => {
    if (!entry) return;
    const { width, height } = entry.contentRect;
    size.value = { width, height };
    painter.fit(width, height);
  });
  watch(sheet, draw);
  watch(
    () => sheet().drawing,
    () => lay(),
    // Before the first point of the next drawing is placed.
    { flush: 'sync' },
  );
  watch(dark, draw, { flush: 'post' });
  onScopeDispose(painter.stop);

  return { draw, lay, size, view };
}
