import { DRAFT_KEY, writeDraft } from '../features/studio/sheet/draft';
import { inkPainter } from '../features/studio/sheet/ink-painter';
import { PEN_WIDTH_KEY, PEN_WIDTHS, penWidthOf } from '../shared/pen-width';
import { pointerStrokes } from '../features/studio/sheet/pointer-strokes';
import type { InkStroke } from '../features/studio/sheet/sheet';
import { recall, remember } from '../shared/storage';
import { SURFACE_KEY } from '../shared/surfaces';

/*
 * Paper and pen, some kilobytes of them, while the app is on its way: what is drawn is a draft, as one that survived a
 * reload, and the app opens with it. index.html has the place, as large as the studio's sheet will be.
 */

const LINE = 'line';

/** Whether the page opens with an empty sheet. */
const isWanted = (): boolean =>
  location.pathname === '/' &&
  location.search === '' &&
  recall(localStorage, SURFACE_KEY) !== LINE &&
  recall(sessionStorage, DRAFT_KEY) === null;

function begin(page: HTMLElement, paper: HTMLElement): void {
  const canvas = document.createElement('canvas');
  canvas.className = 'absolute inset-0 size-full cursor-crosshair touch-none text-pen select-none';
  canvas.setAttribute('role', 'img');
  canvas.setAttribute('aria-label', 'Sheet. Draw with pen, finger or mouse.');
  const penWidth = penWidthOf(recall(localStorage, PEN_WIDTH_KEY) ?? '') ?? PEN_WIDTHS.usual;

  let strokes: readonly InkStroke[] = [];
  let whenLifted: (() => void)[] = [];
  const lift = (): void => {
    painter.draw();
    for (const resolve of whenLifted) resolve();
    whenLifted = [];
  };
  const pen = pointerStrokes({
    canvas: () => canvas,
    view: () => painter.view(),
    penWidth: () => penWidth,
    onBegin: () => undefined,
    onGrow: () => painter.draw(),
    onEnd(stroke) {
      strokes = [...strokes, stroke];
      remember(sessionStorage, DRAFT_KEY, writeDraft({ strokes }));
      lift();
    },
    onDiscard: lift,
  });
  const painter = inkPainter({
    canvas: () => canvas,
    strokes: () => strokes,
    live: () => pen.live(),
  });
  for (const [name, listener] of Object.entries(pen.listeners)) {
    canvas.addEventListener(name, listener as (event: Event) => void);
  }
  page.hidden = false;
  paper.append(canvas);
  new ResizeObserver(([entry]) => {
    if (entry) painter.fit(entry.contentRect.width, entry.contentRect.height);
  }).observe(canvas);

  globalThis.firstSheet = {
    lifted: () =>
      pen.isDown() ? new Promise((resolve) => whenLifted.push(resolve)) : Promise.resolve(),
  };
}

const page = document.getElementById('first-sheet');
const paper = page?.querySelector<HTMLElement>('[data-paper]');
if (page && paper && isWanted()) begin(page, paper);
