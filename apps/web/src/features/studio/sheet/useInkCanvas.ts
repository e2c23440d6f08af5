import { useResizeObserver } from '@vueuse/core';
import { onScopeDispose, shallowRef, watch, type ShallowRef } from 'vue';
import type { InkStroke, Sheet } from './sheet';
import { strokeOutline } from './stroke-outline';
import { viewOf, type View } from './view';

export interface InkCanvasOptions {
  readonly canvas: Readonly<ShallowRef<HTMLCanvasElement | null>>;
  readonly sheet: () => Sheet;
  /** The stroke under the pen. */
  readonly live: () => InkStroke | null;
  /** Changes when the colour of the ink does. */
  readonly dark: () => boolean;
  /** How the sheet lies on a canvas of this size. @defaultValue `viewOf` */
  readonly layOut?: (width: number, height: number, strokes: readonly InkStroke[]) => View;
}

/** Draws the sheet, sharp at any pixel ratio, at most once a frame. */
export function useInkCanvas({ canvas, sheet, live, dark, layOut = viewOf }: InkCanvasOptions) {
  const size = shallowRef({ width: 0, height: 0 });
  let view: View = layOut(0, 0, []);
  let frame = 0;
  const outlines = new WeakMap<InkStroke, Path2D>();

  function outline(stroke: InkStroke): Path2D {
    let path = outlines.get(stroke);
    if (!path) outlines.set(stroke, (path = new Path2D(strokeOutline(stroke, true))));
    return path;
  }

  function paint(): void {
    frame = 0;
    const element = canvas.value;
    const pen = element?.getContext('2d');
    if (!element || !pen) return;
    const ratio = element.width / Math.max(1, size.value.width);
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.clearRect(0, 0, element.width, element.height);
    const scale = view.scale * ratio;
    pen.setTransform(scale, 0, 0, scale, view.offsetX * ratio, view.offsetY * ratio);
    pen.fillStyle = getComputedStyle(element).color;
    for (const stroke of sheet().strokes) pen.fill(outline(stroke));
    const growing = live();
    if (growing) pen.fill(new Path2D(strokeOutline(growing, false)));
  }

  function draw(): void {
    frame ||= requestAnimationFrame(paint);
  }

  function fit(width: number, height: number): void {
    const element = canvas.value;
    if (!element) return;
    const ratio = window.devicePixelRatio || 1;
    element.width = Math.round(width * ratio);
    element.height = Math.round(height * ratio);
    size.value = { width, height };
    lay();
    // At once: setting the size has wiped the canvas.
    paint();
  }

  /** Fits the sheet anew. Not while drawing: the paper must not move under the pen. */
  function lay(): void {
    const { width, height } = size.value;
    view = layOut(width, height, sheet().strokes);
  }

  useResizeObserver(canvas, ([entry]) => {
    if (entry) fit(entry.contentRect.width, entry.contentRect.height);
  });
  watch(sheet, draw);
  watch(
    () => sheet().drawing,
    () => lay(),
    // Before the first point of the next drawing is placed.
    { flush: 'sync' },
  );
  watch(dark, draw, { flush: 'post' });
  onScopeDispose(() => cancelAnimationFrame(frame));

  return { draw, lay, size, view: () => view };
}
