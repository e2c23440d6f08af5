export type PointerKind = 'mouse' | 'pen' | 'touch';

export interface PointerStart {
  readonly id: number;
  readonly kind: PointerKind;
  /** 0 is the left button, the pen's tip, or a finger. */
  readonly button: number;
  /** The larger side of what touches the screen, CSS pixels. */
  readonly contactPx: number;
  readonly timeMs: number;
}

export interface PenState {
  /** The pointer that draws now. */
  readonly drawing: { readonly id: number; readonly kind: PointerKind } | null;
  /** When a pen was last seen, drawing or hovering; -Infinity when never. */
  readonly penSeenMs: number;
}

/** A contact wider than any finger tip. */
const PALM_PX = 80;
/** For so long after a pen was seen, what touches the screen is the hand that holds it. */
const HAND_RESTS_MS = 1500;

/**
 * What a new pointer does: `start` a stroke, `replace` the one that a resting hand began just before
 * its pen, or be ignored (a second finger, a palm, another mouse button).
 */
export function judge(state: PenState, pointer: PointerStart): 'start' | 'replace' | 'ignore' {
  if (pointer.button !== 0) return 'ignore';
  if (pointer.kind === 'touch') {
    if (pointer.contactPx > PALM_PX) return 'ignore';
    if (pointer.timeMs - state.penSeenMs < HAND_RESTS_MS) return 'ignore';
  }
  if (!state.drawing) return 'start';
  return pointer.kind === 'pen' && state.drawing.kind === 'touch' ? 'replace' : 'ignore';
}
