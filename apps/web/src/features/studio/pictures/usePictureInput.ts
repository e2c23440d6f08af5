import { onScopeDispose, ref } from 'vue';
import { pickPictures } from './pictures';

/** Pictures that are dropped anywhere on the page or pasted. */
export function usePictureInput(onPictures: (files: readonly File[]) => void) {
  const dropping = ref(false);

  const hasFiles = (event: DragEvent): boolean =>
    event.dataTransfer?.types.includes('Files') ?? false;
  const take = (files: FileList | undefined): boolean => {
    const pictures = pickPictures(files ?? []);
    if (pictures.length > 0) onPictures(pictures);
    return pictures.length > 0;
  };

  const listeners = {
    dragover(event: DragEvent) {
      if (!hasFiles(event)) return;
      // Without this the browser would leave the page and open the file.
      event.preventDefault();
      dropping.value = true;
    },
    dragleave(event: DragEvent) {
      if (event.relatedTarget === null) dropping.value = false;
    },
    drop(event: DragEvent) {
      if (!hasFiles(event)) return;
      event.preventDefault();
      dropping.value = false;
      take(event.dataTransfer?.files);
    },
    paste(event: ClipboardEvent) {
      if (take(event.clipboardData?.files)) event.preventDefault();
    },
  };
  const entries = Object.entries(listeners) as [string, (event: Event) => void][];
  for (const [name, listener] of entries) window.addEventListener(name, listener);
  onScopeDispose(() => {
    for (const [name, listener] of entries) window.removeEventListener(name, listener);
  });

  return { dropping };
}
