import { LINES_NETWORK, sharedWords, type SharedWords } from '@inkling/recognizer';
import type { Part } from '@inkling/store/training';
import type { LabelledLine } from '../../data/labelled-lines.js';
import { readLinesResult, writeLinesInput } from '../job/lines-job-folder.js';
import { readBase, readVersion } from '../models.js';
import {
  takeLinesSnapshot,
  type LinesSnapshot,
  type TakenLine,
} from '../snapshot/take-lines-snapshot.js';
import { sideOf, type School } from './school.js';

/** The network for lines learns from approved lines, row by row. */
export const lineSchool: School<LinesSnapshot> = {
  program: 'trainLines',
  take: ({ prisma }, { id, ...job }) => takeLinesSnapshot(prisma, { ...job, jobId: id }),
  async write({ prisma, config }, job, snapshot, parameters, folder) {
    const { startFromId } = job;
    const champion = await readVersion(prisma, snapshot.parentId, LINES_NETWORK);
    const train = sideOf(snapshot.samples, 'train');
    await writeLinesInput(folder, {
      request: {
        jobId: job.id,
        parameters,
        modelsDir: config.modelsDir,
        groups: train.flatMap(({ rows, group }) => rows.map(() => group)),
        sharedWords: wordsOf(train, config.sharedWordsPeople),
      },
      start:
        startFromId === null ? champion : await readVersion(prisma, startFromId, LINES_NETWORK),
      champion,
      base: await readBase(
        prisma,
        startFromId ?? snapshot.parentId,
        config.modelsDir,
        LINES_NETWORK,
      ),
      train: rowsOf(snapshot, 'train'),
      holdout: rowsOf(snapshot, 'holdout'),
    });
  },
  readResult: readLinesResult,
};

/** Of what is learnt from alone, so that the lines kept back tell what it brings. */
function wordsOf(train: readonly TakenLine[], leastPeople: number): SharedWords {
  if (leastPeople === 0) return [];
  const said = train.flatMap(({ writerId, rows }) =>
    rows.flatMap(({ task, text }) => (task === 'text' ? { writerId, text } : [])),
  );
  return sharedWords(said, leastPeople);
}

const rowsOf = ({ samples }: LinesSnapshot, part: Part): LabelledLine[] =>
  sideOf(samples, part).flatMap(({ rows }) => rows);
