import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Alphabet } from '@inkling/contract';
import { pretendBrowser, pretendServer, type Asked } from '../../shared/testing/browser';
import { saveAlphabet } from './save-alphabet';

const opened: Alphabet = {
  ...{ id: 'greek', name: 'Greek', labels: ['α', 'β', 'γ'], shared: true, samples: {} },
  ...{ createdAt: '2026-01-01T00:00:00Z', updatedAt: '2026-01-01T00:00:00Z' },
};

describe('saveAlphabet', () => {
  let asked: Asked[];
  const changes = () => asked.filter(({ call }) => call.startsWith('PATCH'));

  beforeEach(() => {
    pretendBrowser();
    // Another tab has added and removed some meanwhile.
    const now = { ...opened, labels: ['β', 'γ', 'δ', 'ε'], shared: false };
    asked = pretendServer({
      'GET /api/alphabets/greek': () => ({ status: 200, body: now }),
      'PATCH /api/alphabets/greek': (change) => ({ status: 200, body: { ...now, ...change } }),
    });
  });

  it('adds and removes labels, and keeps what was changed elsewhere', async () => {
    const labels = ['α', 'γ', 'ε', 'ζ'];
    const saved = await saveAlphabet(opened, { name: 'Greek', labels, shared: true });
    expect(changes()).toMatchObject([{ body: { labels: ['γ', 'δ', 'ε', 'ζ'] } }]);
    expect(Object.keys(changes()[0]!.body)).toEqual(['labels']);
    expect(saved.shared).toBe(false);
  });

  it('sends only what was changed', async () => {
    await saveAlphabet(opened, { name: 'Greek letters', labels: opened.labels });
    await saveAlphabet(opened, { name: 'Greek', labels: opened.labels, shared: false });
    expect(changes().map(({ body }) => body)).toEqual([
      { name: 'Greek letters' },
      { shared: false },
    ]);
  });

  it('asks for nothing where nothing was changed', async () => {
    const { name, labels, shared } = opened;
    expect(await saveAlphabet(opened, { name, labels, shared })).toBe(opened);
    expect(asked).toEqual([]);
  });
});
