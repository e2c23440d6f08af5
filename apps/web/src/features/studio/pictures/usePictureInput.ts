import { useDropZone, useEventListener } from '@vueuse/core';
import { pickPictures } from './pictures';

/** Pictures that are dropped anywhere on the page or pasted. */
export function usePictureInput(onPictures: (files: readonly File[]) => void) {
  const take = (files: Iterable<File> | null | undefined): boolean => {
    const pictures = pickPictures([...(files ?? [])]);
    if (pictures.length > 0) onPictures(pictures);
    return pictures.length > 0;
  };

  const { isOverDropZone: dropping } = useDropZone(document, {
    // Any file: without this the browser would leave the page and open it.
    checkValidity: (items) => [...items].some(({ kind }) => kind === 'file'),
    onDrop: take,
  });
  useEventListener('paste', (event) => {
    if (take(event.clipboardData?.files)) event.preventDefault();
  });

  return { dropping };
}
