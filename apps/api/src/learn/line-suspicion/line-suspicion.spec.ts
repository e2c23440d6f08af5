import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { LineReviewItem } from '@inkling/contract';
import { photographed, withDots, writtenLine } from '../../recognise/lines/testing/written-line.js';
import { promote } from '../../testing/promote.js';
import { registerVersion } from '../../testing/register-version.js';
import { TestApp } from '../../testing/test-app.js';
import { corrected, correctedAs, LineDesk } from '../line-review/testing/line-desk.js';
import { until } from '../../testing/until.js';

let app: TestApp;
let desk: LineDesk;

beforeAll(async () => {
  app = await TestApp.start();
  desk = new LineDesk(await app.reviewer());
});

afterAll(async () => {
  await app.end();
});

const allKnown = () =>
  until(async () => (await app.prisma.lineCorrection.count({ where: { suspicion: null } })) === 0);

/** Somebody new writes real digits or letters one beside the other, and says what they are. */
async function said(text: string, written: string, task = 'digits', index = 0) {
  const ink = writtenLine(written, index);
  return corrected(await app.guest(), text, { task, ink });
}

const suspicionOf = async (id: string) => (await desk.line(id)).suspicion!;
const valueOf = async (id: string) => (await suspicionOf(id)).value;
const reasonsOf = async (id: string) =>
  Object.fromEntries((await suspicionOf(id)).reasons.map(({ kind, text }) => [kind, text]));

describe('suspicion of lines', () => {
  it('is found by itself, and is higher for a wrong text than for a right one', async () => {
    const right: string[] = [];
    const wrong: string[] = [];
    for (const [written, text] of [
      ['2907', '2947'],
      ['1530', '7530'],
      ['3713', '3718'],
      ['7305', '735'],
      ['1327', '13727'],
    ] as const) {
      for (const index of [0, 1]) {
        right.push((await said(written, written, 'digits', index)).id);
        wrong.push((await said(text, written, 'digits', index)).id);
      }
    }
    await allKnown();
    for (const [at, id] of wrong.entries()) {
      expect(await valueOf(id)).toBeGreaterThan(await valueOf(right[at]!));
    }
    const { items } = await desk.lines('sort=suspicion&limit=100');
    const values = items.map(({ suspicion }) => suspicion!.value);
    expect(values).toEqual([...values].sort((a, b) => b - a));
    const first = new Set(items.slice(0, wrong.length).map(({ id }) => id));
    expect(wrong.filter((id) => first.has(id)).length).toBeGreaterThanOrEqual(wrong.length - 1);
  });

  it('says what fits better, and which character looks like another one', async () => {
    const { id } = await said('2947', '2907');
    await allKnown();
    expect(await valueOf(id)).toBeGreaterThan(0.5);
    expect(await reasonsOf(id)).toEqual({
      text: '“2907” fits the ink much better than “2947”.',
      characters: '1 of 4 characters that stand alone looks different: 0 rather than 4.',
    });
  });

  it('hardly suspects what the network reads, too', async () => {
    const { id } = await said('2907', '2907');
    await allKnown();
    expect(await valueOf(id)).toBeLessThan(0.02);
    expect(await reasonsOf(id)).toMatchObject({ text: 'The network reads the same.' });
  });

  it('does not suspect a line for its symbol, but for another character', async () => {
    const ink = withDots('TAM', 1);
    const right = await corrected(await app.guest(), 'TÄM', { task: 'text', ink });
    const wrong = await corrected(await app.guest(), 'WÄM', { task: 'text', ink });
    await allKnown();
    expect(await valueOf(right.id)).toBeLessThan(0.05);
    // What it stands on by itself is nothing that a network has a class for.
    expect((await reasonsOf(right.id))['characters']).toMatch(/^All 2 characters/);
    expect(await valueOf(wrong.id)).toBeGreaterThan(0.5);
    expect((await reasonsOf(wrong.id))['text']).toMatch(/^“T.*” fits .* better than “WÄM”\.$/i);
  });

  it('is of words and pictures as well', async () => {
    const word = await said('TOM', 'TOM', 'text');
    const wrongWord = await said('TAM', 'TOM', 'text');
    const image = (await photographed([writtenLine('29'), writtenLine('07')])).toString('base64');
    const guest = await app.guest();
    const right = await corrected(guest, '29\n07', { task: 'digits', image });
    const wrong = await corrected(await app.guest(), '29\n47', { task: 'digits', image });
    await allKnown();
    expect(await valueOf(wrongWord.id)).toBeGreaterThan(await valueOf(word.id));
    expect((await reasonsOf(wrongWord.id))['text']).toMatch(
      /^“To.*” fits the ink .*better than “TAM”\.$/i,
    );
    expect(await valueOf(wrong.id)).toBeGreaterThan((await valueOf(right.id)) * 10);
    expect((await reasonsOf(wrong.id))['text']).toContain('“07” fits');
  });

  it('follows the text that counts, and leaves alone what does not change it', async () => {
    const guest = await app.guest();
    const line = await corrected(guest, '2947', { task: 'digits', ink: writtenLine('2907') });
    await allKnown();
    const before = await valueOf(line.id);
    const stored = () => app.prisma.lineCorrection.findUniqueOrThrow({ where: { id: line.id } });
    const { updatedAt } = await stored();

    const { body } = await desk.review({ ids: [line.id], decision: 'approve', text: '2907' });
    await allKnown();
    expect(await valueOf(line.id)).toBeLessThan(before / 10);
    await desk.undo(body.decisionId);
    await allKnown();
    expect(await valueOf(line.id)).toBe(before);
    // A decision that keeps the text keeps the figure.
    await desk.review({ ids: [line.id], decision: 'reject' });
    expect((await stored()).suspicion).toBe(before);

    await correctedAs(guest, line.lineId, '2907');
    await allKnown();
    expect(await valueOf(line.id)).toBeLessThan(before / 10);
    expect((await stored()).updatedAt.getTime()).toBeGreaterThan(updatedAt.getTime());
  });

  it('is found anew when another version is in service', async () => {
    const { id } = await said('2947', '2907');
    await allKnown();
    await app.prisma.lineCorrection.update({ where: { id }, data: { suspicion: 0.123 } });
    const next = await registerVersion(app.prisma, { network: 'digits' });
    await promote(app.prisma, next.id);
    await until(async () => (await desk.line(id)).suspicion?.value !== 0.123);
    await allKnown();
    expect(await valueOf(id)).toBeGreaterThan(0.5);
  });

  it('does not stop at a line that cannot be judged', async () => {
    const [broken, sound] = [await said('2947', '2907'), await said('2947', '2907')];
    const judged = async (of: { readonly id: string }): Promise<LineReviewItem['suspicion']> =>
      (await desk.line(of.id)).suspicion;
    const { lineId } = broken;
    await app.prisma.line.update({ where: { id: lineId }, data: { ink: { strokes: [[]] } } });
    await app.prisma.lineCorrection.updateMany({
      where: { id: { in: [broken.id, sound.id] } },
      data: { suspicion: null },
    });
    await until(async () => (await judged(sound)) !== null);
    expect((await desk.line(broken.id)).text).toBe('2947');
  });
});
