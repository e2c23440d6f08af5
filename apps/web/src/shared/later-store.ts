import { createEventHook } from '@vueuse/core';
import { defineStore } from 'pinia';
import type { AskedTask, LineTask } from '@inkling/contract';
import type { Previous } from './api/predictions';

/** Something that was said of a drawing or line which the server has, while it is away. */
export type Later = {
  /** Of the prediction or line. */
  readonly answerId: string;
  readonly said: string;
  readonly previous: Previous;
} & (
  | { readonly kind: 'drawing'; readonly task: AskedTask }
  | { readonly kind: 'line'; readonly task: LineTask }
);

/** What the server has by now of a drawing or line; `null` where that was taken back. */
export interface Told {
  readonly answerId: string;
  readonly correction: Previous;
}

/** Where pages hand over what is to be sent when the server is back; the outbox takes it. */
export const useLaterStore = defineStore('later', () => {
  const given = createEventHook<Later>();
  const told = createEventHook<Told>();
  return {
    /** Resolves when it outlives the page. */
    keep: given.trigger,
    onKeep: given.on,
    /** The outbox then knows what it would replace. */
    noteTold: told.trigger,
    onTold: told.on,
  };
});
