import { describe, expect, it } from '@jest/globals';
import type { ImportPreview, PreviewRow } from '@inkling/contract';
import { fileLabels } from './file-labels';

const row = (found: string | null, ownTask: PreviewRow['ownTask'] = null): PreviewRow => ({
  ...{ row: 1, place: null, found, ownTask },
  ...{ label: found, network: null, glyph: null, reason: null },
});

const preview = (rows: PreviewRow[], labels?: string[]): ImportPreview => ({
  total: rows.length,
  labels: labels ?? [...new Set(rows.flatMap(({ found }) => found ?? []))],
  rows,
});

describe('labels of a file', () => {
  it('are judged by the task that their rows say themselves', () => {
    expect(fileLabels(preview([row('h', 'characters')]), 'digits')).toMatchObject([
      { label: 'h', asItIs: 'the same', isForeign: false, isDoubtful: false },
    ]);
  });

  it('are judged by the chosen task where a row says none', () => {
    const rows = [row('h', 'characters'), row('h'), row('7'), row(null)];
    expect(fileLabels(preview(rows), 'digits')).toMatchObject([
      { label: 'h', asItIs: 'refuse', isForeign: true, isDoubtful: true },
      { label: '7', asItIs: 'the same', isForeign: false, isDoubtful: false },
    ]);
  });

  it('are judged by the chosen task where the preview shows no row of them', () => {
    expect(fileLabels(preview([], ['h', 'Ω']), 'characters')).toMatchObject([
      { label: 'h', asItIs: 'the same', isForeign: false },
      { label: 'Ω', asItIs: 'a symbol', isForeign: true },
    ]);
  });

  it('are worth a look where the own task of a row refuses them', () => {
    expect(fileLabels(preview([row('h', 'digits')]), 'letters')).toMatchObject([
      { label: 'h', asItIs: 'refuse', isForeign: false, isDoubtful: true },
    ]);
  });

  it('can be mapped to the labels of the tasks of their rows', () => {
    const [label] = fileLabels(preview([row('h', 'letters')]), 'digits');
    expect(label!.choices).toContain('K');
    expect(label!.choices).not.toContain('7');
  });
});
