import type {
  OwnDataImport,
  OwnFileAlphabet,
  OwnFileLine,
  OwnFilePrediction,
} from '@inkling/contract';
import { labelOf } from '@inkling/recognizer';
import type { OwnFileFacts } from './check-own-file.js';
import type { NewCorrection, NewSample } from './insert-corrections.repository.js';
import type { DrawingToPlace } from './insert-drawings.repository.js';
import type { LineToPlace } from './insert-lines.repository.js';
import type { OwnDataTransaction } from './own-data.repository.js';
import { rowsOfOwnFile } from './own-file.js';
import { drawingOf, lineOf, type OwnCorrection } from './own-rows.js';
import { Tally } from './tally.js';
import { Versions } from './versions.js';

/** Rows of one statement, and how long they may be together in the file. */
const ROWS_AT_ONCE = 500;
const LENGTH_AT_ONCE = 4 * 1024 * 1024;

const WHY = {
  account: 'Your name, email address and role here stay as they are.',
  sessions: 'Sign-ins belong to the Inkling that wrote the file.',
  keys: 'The file has only the names of your API keys. Create new keys where you need them.',
  activity: 'A file cannot change the audit log.',
  reviews: 'The decisions of reviewers do not come in. These corrections wait for review here.',
  pictures: 'This Inkling does not keep uploaded pictures. Their drawings came in without them.',
  alphabets:
    'You have an alphabet of this name with other labels, or as many alphabets as possible. Rename or delete one, then read the file in again.',
  noModel: 'This Inkling has no model to read them with.',
  oldLines:
    'An older Inkling wrote the file, without all parts of lines and of what they taught. Update it, then download your data again.',
} as const;

/** What came in, and the samples that memory is to be told of. */
export interface Intaken {
  readonly result: OwnDataImport;
  readonly samples: readonly NewSample[];
}

interface Options {
  readonly path: string;
  readonly facts: OwnFileFacts;
  readonly keepsPictures: boolean;
}

/** From the rows of a checked file to a person's own rows, within one transaction. */
export async function takeIn(inside: OwnDataTransaction, options: Options): Promise<Intaken> {
  const versions = new Versions(await inside.readVersions());
  const intake = new Intake(inside, versions, options);
  return intake.run();
}

class Intake {
  private readonly tally = new Tally();
  private readonly samples: NewSample[] = [];
  /** By their ids in the file. */
  private readonly alphabets = new Map<string, string>();
  /** Lines whose characters come in with them, by their ids in the file. */
  private readonly lines = new Map<string, string>();
  private drawingsToAdd: DrawingToPlace[] = [];
  private linesToAdd: LineToPlace[] = [];
  private length = 0;

  constructor(
    private readonly inside: OwnDataTransaction,
    private readonly versions: Versions,
    private readonly options: Options,
  ) {}

  async run(): Promise<Intaken> {
    this.leaveOutWhatStays();
    await this.goThrough(false);
    // A file has them before the lines that they are characters of.
    if (this.options.facts.hasCharacters) await this.goThrough(true);
    await this.inside.audit(this.tally.added);
    return { result: this.tally.result, samples: this.samples };
  }

  private leaveOutWhatStays(): void {
    const { counts } = this.options.facts;
    this.tally.leaveOut('account', WHY.account, counts.get('person') ?? 0);
    this.tally.leaveOut('sessions', WHY.sessions, counts.get('session') ?? 0);
    this.tally.leaveOut('keys', WHY.keys, counts.get('key') ?? 0);
    this.tally.leaveOut('activity', WHY.activity, counts.get('done') ?? 0);
  }

  /** @param characters only drawings that are characters of lines, or all else */
  private async goThrough(characters: boolean): Promise<void> {
    for await (const { row, length } of rowsOfOwnFile(this.options.path)) {
      if (row.type === 'prediction') {
        if ((row.lineId != null) === characters) this.addDrawing(row);
      } else if (!characters && row.type === 'line') this.addLine(row);
      else if (!characters && row.type === 'alphabet') await this.addAlphabet(row);
      else continue;
      this.length += length;
      const waiting = this.drawingsToAdd.length + this.linesToAdd.length;
      if (waiting >= ROWS_AT_ONCE || this.length >= LENGTH_AT_ONCE) await this.flush();
    }
    await this.flush();
  }

  private async addAlphabet({ id, labels, ...rest }: OwnFileAlphabet): Promise<void> {
    const kept = [...new Set(labels.map((label) => labelOf('characters', label) ?? label))];
    const placed = await this.inside.addAlphabet({ ...rest, labels: kept });
    if (placed.state === 'left out') return this.tally.leaveOut('alphabets', WHY.alphabets);
    this.alphabets.set(id, placed.id);
    this.tally.count('alphabets', placed.state === 'known');
  }

  private addDrawing(said: OwnFilePrediction): void {
    const lineId = said.lineId == null ? null : this.lines.get(said.lineId);
    // Its line is here without it, or did not come in.
    if (lineId === undefined) return;
    const modelVersionId = this.versions.idOf(said.network, said.model);
    if (modelVersionId === undefined) return this.tally.leaveOut('drawings', WHY.noModel);
    this.drawingsToAdd.push({
      ...{ drawing: drawingOf(said), modelVersionId, lineId },
      alphabetId: (said.alphabetId && this.alphabets.get(said.alphabetId)) || null,
      keepsPicture: this.options.keepsPictures,
    });
  }

  private addLine(said: OwnFileLine): void {
    const line = lineOf(said);
    if (!line) return this.tally.leaveOut('lines', WHY.oldLines);
    const modelVersionId = this.versions.idOf(said.model.network, said.model);
    if (modelVersionId === undefined) return this.tally.leaveOut('lines', WHY.noModel);
    this.linesToAdd.push({ line, modelVersionId });
  }

  private async flush(): Promise<void> {
    const [drawings, lines] = [this.drawingsToAdd, this.linesToAdd];
    this.drawingsToAdd = [];
    this.linesToAdd = [];
    this.length = 0;
    await this.writeLines(lines);
    await this.writeDrawings(drawings);
  }

  private async writeLines(lines: readonly LineToPlace[]): Promise<void> {
    const placed = await this.inside.addLines(lines);
    placed.forEach(({ id, isKnown, isCorrected }, at) => {
      const { said } = lines[at]!.line;
      this.tally.count('lines', isKnown);
      if (said.correction) this.tally.count('corrections', !isCorrected);
      if (!isKnown || isCorrected) this.lines.set(said.id, id);
      const { status, reviewerText } = said.correction ?? {};
      if (isCorrected && (status === 'approved' || reviewerText != null)) {
        this.tally.leaveOut('reviews', WHY.reviews);
      }
    });
  }

  private async writeDrawings(drawings: readonly DrawingToPlace[]): Promise<void> {
    const placed = await this.inside.addDrawings(drawings);
    const corrections = drawings.flatMap(({ drawing: { correction } }, at): NewCorrection[] =>
      correction
        ? [{ predictionId: placed[at]!.id, correction, rejected: this.rejectionOf(correction) }]
        : [],
    );
    const samples = await this.inside.correct(corrections);
    for (const sample of samples) this.samples.push(sample);
    const corrected = new Set(samples.map(({ predictionId }) => predictionId));
    drawings.forEach(({ drawing: { correction, picture }, lineId }, at) => {
      const { id, isKnown } = placed[at]!;
      if (picture && !isKnown && !this.options.keepsPictures) {
        this.tally.leaveOut('pictures', WHY.pictures);
      }
      // Characters of a line count with it.
      if (lineId === null) this.countDrawing(correction, isKnown, corrected.has(id));
    });
  }

  private countDrawing(
    correction: OwnCorrection | null,
    isKnown: boolean,
    isCorrected: boolean,
  ): void {
    this.tally.count('drawings', isKnown);
    if (!correction) return;
    this.tally.count('corrections', !isCorrected);
    const fate = this.options.facts.decided.get(correction.sampleId);
    if (isCorrected && fate && !fate.isRejected) this.tally.leaveOut('reviews', WHY.reviews);
  }

  private rejectionOf({ sampleId }: OwnCorrection): NewCorrection['rejected'] {
    const fate = this.options.facts.decided.get(sampleId);
    return fate?.isRejected ? { insisted: fate.insisted } : undefined;
  }
}
