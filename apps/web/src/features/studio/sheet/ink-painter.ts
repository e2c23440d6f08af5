import type { InkStroke } from './sheet';
import { strokeOutline } from './stroke-outline';
import { viewOf, type View } from './view';

export interface InkPainterOptions {
  readonly canvas: () => HTMLCanvasElement | null;
  readonly strokes: () => readonly InkStroke[];
  /** The stroke under the pen. */
  readonly live: () => InkStroke | null;
  /** How the sheet lies on a canvas of this size. @defaultValue `viewOf` */
  readonly layOut?:
    ((width: number, height: number, strokes: readonly InkStroke[]) => View) | undefined;
}

/** Draws strokes, sharp at any pixel ratio, at most once a frame. */
export function inkPainter({ canvas, strokes, live, layOut = viewOf }: InkPainterOptions) {
  let size = { width: 0, height: 0 };
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
    const element = canvas();
    const pen = element?.getContext('2d');
    if (!element || !pen) return;
    const ratio = element.width / Math.max(1, size.width);
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.clearRect(0, 0, element.width, element.height);
    const scale = view.scale * ratio;
    pen.setTransform(scale, 0, 0, scale, view.offsetX * ratio, view.offsetY * ratio);
    pen.fillStyle = getComputedStyle(element).color;
    for (const stroke of strokes()) pen.fill(outline(stroke));
    const growing = live();
    if (growing) pen.fill(new Path2D(strokeOutline(growing, false)));
  }

  function draw(): void {
    frame ||= requestAnimationFrame(paint);
  }

  function fit(width: number, height: number): void {
    const element = canvas();
    if (!element) return;
    const ratio = window.devicePixelRatio || 1;
    element.width = Math.round(width * ratio);
    element.height = Math.round(height * ratio);
    size = { width, height };
    lay();
    // At once: setting the size has wiped the canvas.
    paint();
  }

  /** Fits the sheet anew. Not while drawing: the paper must not move under the pen. */
  function lay(): void {
    view = layOut(size.width, size.height, strokes());
  }

  return { draw, fit, lay, view: () => view, stop: () => cancelAnimationFrame(frame) };
}
