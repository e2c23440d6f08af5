import { defineStore } from 'pinia';
import { computed, shallowRef } from 'vue';
import { afterSaid, isAsking, type Said, type Teaching } from './teaching';

/** The symbol that is being taught in the studio. */
export const useTeachingStore = defineStore('teaching', () => {
  const teaching = shallowRef<Teaching | null>(null);
  /** Strokes of the drawing that began it. */
  const strokes = shallowRef<number>();
  const asking = computed(() => (isAsking(teaching.value) ? teaching.value : null));

  /** @param strokesOfIt of the drawing that is spoken of; none for a picture or where they are not known */
  function note(said: Said, strokesOfIt: number | undefined): void {
    const before = teaching.value;
    teaching.value = afterSaid(before, said);
    if (teaching.value?.label !== before?.label) strokes.value = strokesOfIt || undefined;
  }

  /** "Not now", and "Done". */
  function leave(): void {
    teaching.value = null;
  }

  return { teaching, asking, strokes, note, leave };
});
