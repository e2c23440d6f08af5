import { GLYPH_PIXELS } from '@inkling/ink';
import { labelsOfNetwork, type Network } from '@inkling/recognizer';
import type { Part } from '@inkling/store/training';
import { UnrecoverableError } from '../errors.js';
import { readJobResult, writeJobInput, type JobInput } from '../job/job-folder.js';
import { readBase, readVersion } from '../models.js';
import { takeSnapshot, type GlyphSnapshot } from '../snapshot/take-snapshot.js';
import { sideOf, type School } from './school.js';

/** Networks for single characters learn from approved samples. */
export const glyphSchool: School<GlyphSnapshot> = {
  program: 'train',
  take: (context, { id, ...job }) =>
    takeSnapshot(context, { ...job, jobId: id, network: job.network as Network }),
  async write({ prisma, config }, job, snapshot, parameters, folder) {
    const network = job.network as Network;
    const { startFromId } = job;
    const champion = await readVersion(prisma, snapshot.parentId, network);
    await writeJobInput(folder, {
      request: {
        jobId: job.id,
        network,
        parameters,
        modelsDir: config.modelsDir,
        fingerprint: snapshot.fingerprint,
        symbols: [...snapshot.symbols],
        train: describeSide(snapshot, 'train', network),
        holdout: describeSide(snapshot, 'holdout', network),
      },
      start: startFromId === null ? champion : await readVersion(prisma, startFromId, network),
      champion,
      base: await readBase(prisma, startFromId ?? snapshot.parentId, config.modelsDir, network),
      train: glyphsOf(snapshot, 'train'),
      holdout: glyphsOf(snapshot, 'holdout'),
    });
  },
  readResult: readJobResult,
};

function describeSide(
  snapshot: GlyphSnapshot,
  part: Part,
  network: Network,
): JobInput['request']['train'] {
  const classes = [...labelsOfNetwork(network), ...snapshot.symbols];
  const samples = sideOf(snapshot.samples, part);
  return {
    labels: samples.map(({ label, sampleId }) => {
      const at = classes.indexOf(label);
      if (at >= 0) return at;
      throw new UnrecoverableError(
        `Sample ${sampleId} has the label "${label}", which ${network} lacks.`,
      );
    }),
    groups: samples.map(({ group }) => group),
    tasks: samples.map(({ task }) => task),
  };
}

function glyphsOf(snapshot: GlyphSnapshot, part: Part): Uint8Array {
  const samples = sideOf(snapshot.samples, part);
  const bytes = new Uint8Array(samples.length * GLYPH_PIXELS);
  samples.forEach(({ glyph }, at) => bytes.set(glyph, at * GLYPH_PIXELS));
  return bytes;
}
