import type { Point } from '@inkling/ink';
import { judge, type PenState, type PointerKind } from './pen-rules';
import type { InkStroke } from './sheet';
import { toSheet, type View } from './view';

export interface PointerStrokesOptions {
  readonly canvas: () => HTMLCanvasElement | null;
  readonly view: () => View;
  readonly penWidth: () => number;
  /** The pen came down. */
  readonly onBegin: () => void;
  /** The stroke has grown. */
  readonly onGrow: () => void;
  /** The pen left the paper. */
  readonly onEnd: (stroke: InkStroke) => void;
  /** What was begun was no stroke: a palm, or a gesture of the system. */
  readonly onDiscard: () => void;
}

/** Turns pen, touch and mouse into strokes, once its canvas has its listeners. Plain arrays: nothing reactive runs while drawing. */
export function pointerStrokes(options: PointerStrokesOptions) {
  let points: Point[] = [];
  let startMs = 0;
  let state: PenState = { drawing: null, penSeenMs: -Infinity };

  function live(): InkStroke | null {
    if (!state.drawing || points.length === 0) return null;
    return {
      points,
      penWidth: options.penWidth(),
      hasPressure: state.drawing.kind === 'pen',
    };
  }

  function down(event: PointerEvent): void {
    const kind = kindOf(event);
    const contactPx = Math.max(event.width, event.height);
    const { pointerId: id, button, timeStamp: timeMs } = event;
    const verdict = judge(state, { id, kind, button, contactPx, timeMs });
    notePen(event);
    if (verdict === 'ignore') return;
    event.preventDefault();
    if (verdict === 'replace') options.onDiscard();
    // Nothing to capture when events are made by a program.
    if (event.isTrusted) options.canvas()?.setPointerCapture(id);
    state = { ...state, drawing: { id, kind } };
    points = [];
    startMs = timeMs;
    options.onBegin();
    grow(event);
  }

  function move(event: PointerEvent): void {
    notePen(event);
    if (event.pointerId !== state.drawing?.id) return;
    event.preventDefault();
    grow(event);
  }

  function grow(event: PointerEvent): void {
    const box = options.canvas()?.getBoundingClientRect();
    if (!box) return;
    const coalesced = event.getCoalescedEvents?.() ?? [];
    for (const { clientX, clientY, timeStamp, pressure } of coalesced.length
      ? coalesced
      : [event]) {
      const [x, y] = toSheet(options.view(), clientX - box.left, clientY - box.top);
      const ms = Math.max(0, Math.round(timeStamp - startMs));
      const last = points.at(-1);
      if (last && last[0] === x && last[1] === y) continue;
      const force = Math.round(pressure * 1000) / 1000;
      points.push(state.drawing?.kind === 'pen' ? [x, y, ms, force] : [x, y, ms]);
    }
    options.onGrow();
  }

  function up(event: PointerEvent): void {
    if (event.pointerId !== state.drawing?.id) return;
    // Pressure is 0 when the pen leaves: the point counts, its force would thin the end to nothing.
    const stroke = live();
    state = { ...state, drawing: null };
    points = [];
    if (stroke) options.onEnd(stroke);
  }

  function cancel(event: PointerEvent): void {
    if (event.pointerId !== state.drawing?.id) return;
    // A system takes a touch away for its own gestures; a pen or mouse meant what it drew.
    if (state.drawing.kind !== 'touch') return up(event);
    state = { ...state, drawing: null };
    points = [];
    options.onDiscard();
  }

  function notePen(event: PointerEvent): void {
    if (event.pointerType === 'pen') state = { ...state, penSeenMs: event.timeStamp };
  }

  return {
    live,
    /** Whether the pen is on the paper. */
    isDown: (): boolean => state.drawing !== null,
    listeners: {
      pointerdown: down,
      pointermove: move,
      pointerup: up,
      pointercancel: cancel,
      contextmenu: (event: Event) => event.preventDefault(),
    },
  };
}

function kindOf({ pointerType }: PointerEvent): PointerKind {
  return pointerType === 'pen' || pointerType === 'touch' ? pointerType : 'mouse';
}
