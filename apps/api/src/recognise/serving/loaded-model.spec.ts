import { expect, it } from '@jest/globals';
import { LoadedModel } from './loaded-model.js';
import type { InferencePool } from '../inference/inference-pool.js';
import type { ModelVersion } from '../registry/model-version.js';

it('opens its file for saliency again after that failed', async () => {
  let isShort = true;
  const map = new Float32Array(1);
  const pool = {
    load: () => (isShort ? Promise.reject(new Error('no memory')) : Promise.resolve()),
    run: () => Promise.resolve([map]),
  } as unknown as InferencePool;
  const Model = LoadedModel as unknown as new (
    ...parts: [ModelVersion, InferencePool, Uint8Array]
  ) => LoadedModel;
  const model = new Model({ id: 'v' } as ModelVersion, pool, new Uint8Array());
  await expect(model.look(map, [0])).rejects.toThrow('no memory');
  isShort = false;
  await expect(model.look(map, [0])).resolves.toEqual([map]);
});
