import { DIGIT_LABELS } from '../../labels.js';
import type { ModelCard } from '../card.js';

/** A card as a version of digits has it. */
export const digitsCard: ModelCard = {
  cardVersion: 1,
  network: 'digits',
  name: 'Digits',
  description: 'A card for tests',
  createdAt: '2026-01-01T00:00:00.000Z',
  labels: [...DIGIT_LABELS],
  kind: 'glyph',
  input: { shape: [1, 28, 28], range: [0, 1], normalisation: 1 },
  embeddingSize: 64,
  parameters: 1000,
  file: { sha256: 'a'.repeat(64), bytes: 4000 },
  training: {
    data: [{ name: 'MNIST train', samples: 60_000, licence: 'as published' }],
    seed: 1,
    epochs: 1,
    batchSize: 64,
    learningRate: 0.001,
    augmentation: 'none',
    commit: 'unknown',
    command: 'npm run train:base',
    seconds: 1,
  },
  temperature: 1,
  certainty: { sureFrom: 0.9, unlikeBelow: 0.3 },
  memory: { alphaOwn: 8, alphaShared: 4, beta: 20, nearest: 50, classCap: 2 },
  evaluations: [],
  limits: [],
};
