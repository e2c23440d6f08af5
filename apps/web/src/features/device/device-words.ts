import type { DeviceReading } from '../../shared/preferences-store';

/** When this device reads, and what that means. */
export const READINGS: readonly {
  readonly value: DeviceReading;
  readonly name: string;
  readonly words: string;
}[] = [
  {
    value: 'away',
    name: 'When the server can’t be reached',
    words: 'The server reads. What this device needs is downloaded while you pause.',
  },
  {
    value: 'always',
    name: 'Always',
    words: 'What you draw stays on this device until you correct or confirm an answer.',
  },
  { value: 'never', name: 'Never', words: 'Nothing is downloaded. The server reads everything.' },
];

/** What runs the networks, as it is sent (`npm run bench:device`). */
export const RUNTIME_BYTES = 2_400_000;

export const NETWORK_NAMES = {
  digits: 'Digits',
  characters: 'Letters and both',
  lines: 'Lines',
} as const;
