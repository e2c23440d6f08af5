import { expect, it } from '@jest/globals';
import { MOST_TAUGHT_LINES, type Slant } from '@inkling/recognizer';
import type { LinesModel } from '../serving/lines/lines-model.js';
import type { LinesNetwork } from '../serving/lines/lines-network.service.js';
import type { OwnRow } from './line-memory.repository.js';
import { WriterSlants } from './writer-slants.js';

const WRITER = 'anna';
const VERSION = 'v1';

/** Their hand changes with the fiftieth line. */
const leanOf = (row: OwnRow): number => (Number(row.lineId) < 50 ? 0.15 : -0.3);

function slantsOfNewest() {
  const chosenFrom: string[][] = [];
  const model = {
    version: { id: VERSION },
    slantOf: (rows: readonly OwnRow[]): Promise<Slant> => {
      chosenFrom.push(rows.map(({ lineId }) => lineId));
      return Promise.resolve({ lean: leanOf(rows[0]!), wide: 1 });
    },
  };
  const network = {
    use: (work: (model: LinesModel) => unknown) => work(model as unknown as LinesModel),
  } as unknown as LinesNetwork;
  return { slants: new WriterSlants(network), chosenFrom };
}

/** What is kept once so many lines were said, newest first. */
const keptOf = (said: number): OwnRow[] =>
  Array.from({ length: Math.min(said, MOST_TAUGHT_LINES) }, (_, at) => {
    return { lineId: `${said - at}`, task: 'text', text: '' } as OwnRow;
  });

it('follows a hand that changes, however many lines were said, at the cost of one choice in twelve', async () => {
  const { slants, chosenFrom } = slantsOfNewest();
  const leans: (number | undefined)[] = [];
  for (let said = 1; said <= 100; said++) {
    slants.consider(WRITER, VERSION, keptOf(said), () => undefined);
    await slants.settled(WRITER);
    leans.push(slants.of(WRITER, VERSION)?.lean);
  }
  expect([leans[1], leans[2], leans[40], leans[99]]).toEqual([undefined, 0.15, 0.15, -0.3]);
  const after = chosenFrom.map(([newest]) => Number(newest)).filter((newest) => newest > 12);
  expect(after).toEqual([24, 36, 48, 60, 72, 84, 96]);
  expect(Math.max(...chosenFrom.map(({ length }) => length))).toBe(12);
});
