import type { Task } from '@inkling/recognizer';
import type { Phase } from '../answer/phase';

/** What is to be written, one after the other: well told apart, and often written in several ways. */
export const GOALS: Record<Task, readonly string[]> = {
  digits: ['7', '4', '2'],
  letters: ['G', 'K', 'B'],
  characters: ['7', '4', '2'],
};

/** What lies on the sheet and what became of it. */
export interface Seen {
  readonly phase: Phase;
  /** What it was read as. */
  readonly read: string | undefined;
  /** What its writer labelled it as. */
  readonly label: string | null;
}

export type Move =
  'write' | 'again' | 'wait' | 'refused' | 'right' | 'wrong' | 'learned' | 'remembered';

/**
 * Where somebody is in the first minute: writing it, having it read, correcting it, writing it once more.
 *
 * @param wasTaught whether an earlier drawing of this goal was corrected to it
 */
export function moveOf(goal: string, { phase, read, label }: Seen, wasTaught: boolean): Move {
  if (phase === 'blank') return wasTaught ? 'again' : 'write';
  if (phase === 'refused') return 'refused';
  if (phase !== 'answered') return 'wait';
  if (label === goal && read !== goal) return 'learned';
  if (read !== goal) return 'wrong';
  return wasTaught ? 'remembered' : 'right';
}

/** What is said then. */
export function moveWords(move: Move, goal: string, read: string | undefined): string {
  switch (move) {
    case 'write':
      return `Write a ${goal}.`;
    case 'again':
      return `Now write the same ${goal} once more.`;
    case 'wait':
      return 'Reading…';
    case 'refused':
      return `That can’t be read. Write a ${goal} once more.`;
    case 'right':
      return `Read as ${goal}, as you meant it.`;
    case 'wrong':
      return `Read as ${read}. Wrong? Tap ${goal}: it remembers.`;
    case 'learned':
      return `Learned. Write the same ${goal} once more and see.`;
    case 'remembered':
      return `Read as ${goal}: it remembered.`;
  }
}
