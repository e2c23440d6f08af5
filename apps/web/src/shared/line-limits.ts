import type { LineTask } from '@inkling/contract';

// As the contract has them, which brings its schemas along: too much for the first visit.

export const LINE_TASKS = ['digits', 'text'] as const satisfies readonly LineTask[];
export const MOST_LINE_CHARACTERS = 200;
export const MOST_TEXT_CHARACTERS = 4000;
export const MOST_WORDS = 10_000;
