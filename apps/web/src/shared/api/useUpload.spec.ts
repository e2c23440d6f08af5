import { describe, expect, it } from '@jest/globals';
import { effectScope } from 'vue';
import { ServerAway } from './errors';
import type { Upload } from './upload';
import { useUpload } from './useUpload';

/** An upload that ends when it is told to. */
function uploading() {
  let resolve: (answer: string) => void = () => undefined;
  let reject: (error: unknown) => void = () => undefined;
  const done = new Promise<string>((...ends) => ([resolve, reject] = ends));
  const upload: Upload<string> = {
    done,
    stop: () => reject(new DOMException('Stopped.', 'AbortError')),
  };
  return { upload, resolve, reject };
}

describe('useUpload', () => {
  const scope = effectScope();
  const { isUploading, sent, failure, send, stop } = scope.run(() => useUpload<string>())!;

  it('tells how far it is, and what the server answers', async () => {
    const { upload, resolve } = uploading();
    const answer = send((onProgress) => {
      onProgress(0.5);
      return upload;
    });
    expect([isUploading.value, sent.value]).toEqual([true, 0.5]);
    expect(await send(() => upload)).toBeUndefined();
    resolve('here');
    expect(await answer).toBe('here');
    expect(isUploading.value).toBe(false);
  });

  it('says what went wrong, until it is stopped', async () => {
    const { upload, reject } = uploading();
    const answer = send(() => upload);
    reject(new ServerAway());
    expect(await answer).toBeUndefined();
    expect(failure.value).toBe('Can’t reach the server.');
    stop();
    expect(failure.value).toBe('');
  });

  it('says nothing of what was stopped, also by the end of its component', async () => {
    const first = send(() => uploading().upload);
    stop();
    expect([await first, failure.value]).toEqual([undefined, '']);
    const last = send(() => uploading().upload);
    scope.stop();
    expect([await last, failure.value]).toEqual([undefined, '']);
  });
});
