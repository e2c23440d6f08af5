import { messageOf } from '@inkling/contract';
import { computed, onScopeDispose, ref, shallowRef } from 'vue';
import type { Upload } from './upload';

/** An upload of a file, one at a time; it stops with the component that it belongs to. */
export function useUpload<Answer>() {
  const upload = shallowRef<Upload<Answer> | null>(null);
  /** Which share was sent, 0..1. */
  const sent = ref(0);
  const failure = ref('');

  /** @returns what the server answers; `undefined` where it was stopped, or failed as `failure` says */
  async function send(
    start: (onProgress: (share: number) => void) => Upload<Answer>,
  ): Promise<Answer | undefined> {
    if (upload.value) return undefined;
    failure.value = '';
    sent.value = 0;
    const started = start((share) => (sent.value = share));
    upload.value = started;
    try {
      return await started.done;
    } catch (error) {
      failure.value = error instanceof DOMException ? '' : messageOf(error);
      return undefined;
    } finally {
      upload.value = null;
    }
  }

  /** Also forgets what went wrong. */
  function stop(): void {
    upload.value?.stop();
    failure.value = '';
  }
  onScopeDispose(stop);

  return { isUploading: computed(() => upload.value !== null), sent, failure, send, stop };
}
