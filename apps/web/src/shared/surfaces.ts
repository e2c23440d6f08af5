/** What one writes on in the studio: a sheet for one character, or a line. */
export const SURFACES = ['one', 'line'] as const;
export type Surface = (typeof SURFACES)[number];

/** Where the choice is kept. */
export const SURFACE_KEY = 'inkling-surface';
