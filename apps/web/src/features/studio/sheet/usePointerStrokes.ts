import { useEventListener } from '@vueuse/core';
import type { ShallowRef } from 'vue';
import { pointerStrokes, type PointerStrokesOptions } from './pointer-strokes';

interface Options extends Omit<PointerStrokesOptions, 'canvas'> {
  readonly canvas: Readonly<ShallowRef<HTMLCanvasElement | null>>;
}

/** `pointerStrokes` on a component's canvas. */
export function usePointerStrokes({ canvas, ...options }: Options) {
  const { live, listeners } = pointerStrokes({ ...options, canvas: () => canvas.value });
  useEventListener(canvas, 'pointerdown', listeners.pointerdown);
  useEventListener(canvas, 'pointermove', listeners.pointermove);
  useEventListener(canvas, 'pointerup', listeners.pointerup);
  useEventListener(canvas, 'pointercancel', listeners.pointercancel);
  useEventListener(canvas, 'contextmenu', listeners.contextmenu);
  return { live };
}
