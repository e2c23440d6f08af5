import { execFileSync } from 'node:child_process';
import { NORMALISATION_VERSION, STRIP_HEIGHT } from '@inkling/ink';
import { LINES_NETWORK, PRINTABLE_ASCII, type LinesCard } from '@inkling/recognizer';
import type { TrainingSettings } from '../../learn/training/train.js';
import type { LinesArchitecture } from '../../networks/lines.js';
import { NUMBERS_SHARE } from './load-lines-data.js';

interface TrainedLines {
  readonly architecture: LinesArchitecture;
  readonly settings: TrainingSettings;
  readonly stepsPerEpoch: number;
  /** Of numbers among all lines. */
  readonly numbers: number;
  readonly parameters: number;
  readonly seconds: number;
  readonly samples: LinesCard['training']['data'];
  /** What made the network that was trained on, and how far from it to what it became the written one lies. */
  readonly from?: { readonly command: string; readonly interpolation: number };
}

/** Not measured yet: an answer is certain where nothing speaks against it. */
const UNMEASURED = { digits: 0.95, text: 0.95, character: 0.9 };

const DESCRIPTIONS: Readonly<Record<LinesArchitecture, string>> = {
  convolutional:
    'Fully convolutional network with CTC: seven 2-D convolutions to one row, four residual 1-D ones of width 7.',
  recurrent:
    'Recurrent network with CTC: seven 2-D convolutions to one row, two bidirectional LSTMs along it.',
};

/** Of learning, where `--rate` names no other. */
export const PEAK_RATE = 1e-3;

/** Stands for the folder of the network that was trained on. */
const FIRST = 'checkpoints/first';

/** The card of a network for lines that was just trained: not calibrated nor measured yet. */
export const createLinesCard = ({
  architecture,
  settings,
  stepsPerEpoch,
  numbers,
  parameters,
  seconds,
  samples,
  from,
}: TrainedLines): LinesCard => ({
  cardVersion: 1,
  network: LINES_NETWORK,
  kind: 'sequence',
  name: 'inkling-lines',
  // Chosen on validation groups, see docs/lines.md.
  language: { weight: 0.5, bonus: 1 },
  description: DESCRIPTIONS[architecture],
  createdAt: new Date().toISOString(),
  characters: [...PRINTABLE_ASCII],
  input: {
    shape: [1, STRIP_HEIGHT, null],
    range: [0, 1],
    normalisation: NORMALISATION_VERSION,
  },
  parameters,
  // Filled in when it is written.
  file: { sha256: '0'.repeat(64), bytes: 1 },
  training: {
    data: samples,
    seed: settings.seed,
    epochs: settings.epochs,
    batchSize: settings.batchSize,
    learningRate: settings.learningRate,
    augmentation:
      'Lines put together anew from characters of one writer, each bent, turned and stretched, words as written; pens, lean, stretch, tremble; rules, boxes, prints, neighbours, grain, few pixels.',
    commit: execFileSync('git', ['rev-parse', 'HEAD'], { encoding: 'utf8' }).trim(),
    command: [
      ...(from ? [`${from.command} --out ${FIRST}; then`] : []),
      `npm run train:lines -- --seed ${settings.seed} --epochs ${settings.epochs} --steps ${stepsPerEpoch}`,
      ...(architecture === 'convolutional' ? [] : [`--architecture ${architecture}`]),
      ...(numbers === NUMBERS_SHARE ? [] : [`--numbers ${numbers}`]),
      ...(settings.learningRate === PEAK_RATE ? [] : [`--rate ${settings.learningRate}`]),
      ...(from ? [`--from ${FIRST}`] : []),
      ...(from && from.interpolation < 1 ? [`--interpolation ${from.interpolation}`] : []),
    ].join(' '),
    seconds: Math.round(seconds),
  },
  temperature: 1,
  certainty: UNMEASURED,
  // The largest that harmed no validation writer (`npm run bench:adapt -- --network lines --part validation`).
  memoryWeight: 0.25,
  evaluations: [],
  limits: [
    'One writing direction, printable ASCII, up to about forty characters in a row.',
    'Joined writing is read less well than printed, see the evaluations.',
    'Letters whose cases look alike are told apart by their neighbours alone.',
  ],
});
