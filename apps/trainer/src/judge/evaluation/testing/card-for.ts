import { createHash } from 'node:crypto';
import { labelsOfNetwork, type ModelCard, type Network } from '@inkling/recognizer';

/** A valid card for a model file, as small as can be. */
export function cardFor(network: Network, onnx: Uint8Array): ModelCard {
  return {
    cardVersion: 1,
    network,
    name: 'test',
    description: 'A card for tests',
    createdAt: '2026-01-01T00:00:00.000Z',
    labels: [...labelsOfNetwork(network)],
    kind: 'glyph',
    input: { shape: [1, 28, 28], range: [0, 1], normalisation: 1 },
    embeddingSize: 8,
    parameters: 1,
    file: { sha256: createHash('sha256').update(onnx).digest('hex'), bytes: onnx.length },
    training: {
      data: [],
      seed: 1,
      epochs: 1,
      batchSize: 1,
      learningRate: 1,
      augmentation: 'none',
      commit: 'unknown',
      command: 'none',
      seconds: 0,
    },
    temperature: 1,
    certainty: { sureFrom: 0.9, unlikeBelow: 0.3 },
    memory: { alphaOwn: 8, alphaShared: 4, beta: 20, nearest: 16, classCap: 2 },
    evaluations: [],
    limits: [],
  };
}
