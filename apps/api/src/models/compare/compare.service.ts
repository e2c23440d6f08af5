import { Injectable } from '@nestjs/common';
import { MOST_COMPARED_SAMPLES, type Comparison, type ComparisonQuery } from '@inkling/contract';
import { LINES_NETWORK } from '@inkling/recognizer';
import { notFound } from '../../common/problem-error.js';
import { validationProblem } from '../../common/validation.js';
import type {
  ModelRecord,
  ModelVersion,
  RecordOf,
} from '../../recognise/registry/model-version.js';
import { RegistryRepository } from '../../recognise/registry/registry.repository.js';
import { cardTables, labelsOfBoth } from './card-tables.js';
import { linesComparison } from './lines-comparison.js';
import { part, sampleComparison, shown } from './pictures.js';
import { ReadingsRepository, type Progress } from './readings.repository.js';
import { SampleReader } from './sample-reader.service.js';
import { sampleTable } from './sample-tables.js';

type CharactersRecord = ModelRecord<ModelVersion>;

const isOfLines = (model: ModelRecord): model is RecordOf<'lines'> =>
  model.network === LINES_NETWORK;

/** Two versions side by side: by what their cards tell, and by what each makes of approved samples. */
@Injectable()
export class CompareService {
  constructor(
    private readonly models: RegistryRepository,
    private readonly readings: ReadingsRepository,
    private readonly reader: SampleReader,
  ) {}

  /** While samples are still being read, `progress` says how far that is; ask again to keep it going. */
  async compare({ a: idOfA, b: idOfB }: ComparisonQuery): Promise<Comparison> {
    const [a, b] = await Promise.all([this.find(idOfA), this.find(idOfB)]);
    requireComparable(a, b);
    if (isOfLines(a) && isOfLines(b)) return linesComparison(a, b);
    return this.compareCharacters(a as CharactersRecord, b as CharactersRecord);
  }

  private async compareCharacters(a: CharactersRecord, b: CharactersRecord): Promise<Comparison> {
    const progress = await this.readings.progress(a.network, a.id, b.id);
    const [ofA, ofB] = [
      this.read(a, progress.compared - progress.readByA),
      this.read(b, progress.compared - progress.readByB),
    ];
    const common = {
      network: a.network,
      a: { id: a.id, version: a.version },
      b: { id: b.id, version: b.version },
      approved: progress.approved,
      limit: MOST_COMPARED_SAMPLES,
      notes: [...ofA.notes, ...ofB.notes],
    };
    if (ofA.isComing || ofB.isComing) {
      return {
        ...common,
        tables: cardTables(a.card, b.card),
        progress: progressOf(progress, ofA, ofB),
        pictures: null,
      };
    }
    return { ...common, progress: null, ...(await this.figures(a, b)) };
  }

  private async figures(
    a: CharactersRecord,
    b: CharactersRecord,
  ): Promise<Pick<Comparison, 'tables' | 'pictures'>> {
    const samples = await this.readings.listReadByBoth(a.network, a.id, b.id);
    const unlearnt = samples.filter(({ learnt }) => !learnt);
    const labels = labelsOfBoth(a.card, b.card);
    const parted = part(samples);
    const ids = [...shown(parted.onlyA), ...shown(parted.onlyB)].map(({ id }) => id);
    const glyphs = await this.readings.getGlyphs(ids);
    return {
      tables: [
        ...cardTables(a.card, b.card),
        ...sampleTable('unlearnt', unlearnt, labels),
        // Where neither has learnt from any, it would say the same again.
        ...(unlearnt.length < samples.length ? sampleTable('approved', samples, labels) : []),
      ],
      pictures: samples.length === 0 ? null : sampleComparison(samples, parted, glyphs),
    };
  }

  /** Sees to it that a version reads what it has not read yet, if it can. */
  private read(model: CharactersRecord, unread: number): Coming {
    if (unread === 0) return { isComing: false, unreadable: 0, notes: [] };
    const problem = model.pruned ? 'its file was removed to save room' : this.reader.want(model);
    if (problem === undefined) return { isComing: true, unreadable: 0, notes: [] };
    const note = `Version ${model.version} can't read ${unread} of the approved samples: ${problem}.`;
    return { isComing: false, unreadable: unread, notes: [note] };
  }

  private async find(id: string): Promise<ModelRecord> {
    const model = await this.models.get(id);
    if (!model) throw notFound('model version');
    return model;
  }
}

interface Coming {
  readonly isComing: boolean;
  /** Samples that this version will not read. */
  readonly unreadable: number;
  readonly notes: readonly string[];
}

const progressOf = (
  { compared, readByA, readByB }: Progress,
  a: Coming,
  b: Coming,
): Comparison['progress'] => ({
  read: readByA + readByB,
  total: 2 * compared - a.unreadable - b.unreadable,
});

function requireComparable(a: ModelRecord, b: ModelRecord): void {
  if (a.id === b.id) {
    throw validationProblem([{ message: 'expected another version than a', path: ['b'] }]);
  }
  if (a.network === b.network) return;
  throw validationProblem([
    { message: `expected a version of ${a.network}, as a is, not of ${b.network}`, path: ['b'] },
  ]);
}
