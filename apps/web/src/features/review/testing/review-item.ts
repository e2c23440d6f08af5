import type { LineReviewItem, ReviewItem } from '@inkling/contract';

/** An item for tests, waiting, read as 7 and corrected to 1. */
export const reviewItem = (id: string, change: Partial<ReviewItem> = {}): ReviewItem => ({
  id,
  sampleId: `sample-${id}`,
  predictionId: `prediction-${id}`,
  importId: null,
  network: 'digits',
  task: 'digits',
  predicted: '7',
  label: '1',
  given: '1',
  reviewerLabel: null,
  status: 'pending',
  revision: 1,
  writerId: 'mia',
  writer: { id: 'mia', name: 'Mia', isGuest: false },
  modelVersion: 1,
  glyph: 'data:,',
  createdAt: '2026-01-01T12:00:00.000Z',
  suspicion: null,
  clusterId: 'cluster',
  line: null,
  ...change,
});

/** A line for tests, waiting, read as 2907 and corrected to 2947. */
export const lineItem = (id: string, change: Partial<LineReviewItem> = {}): LineReviewItem => ({
  id,
  lineId: `line-${id}`,
  task: 'digits',
  predicted: '2907',
  text: '2947',
  reviewerText: null,
  rows: 1,
  status: 'pending',
  revision: 1,
  writerId: 'mia',
  writer: { id: 'mia', name: 'Mia', isGuest: false },
  modelVersion: 1,
  strip: 'data:,',
  suspicion: null,
  samples: [],
  createdAt: '2026-01-01T12:00:00.000Z',
  updatedAt: '2026-01-01T12:00:00.000Z',
  ...change,
});
