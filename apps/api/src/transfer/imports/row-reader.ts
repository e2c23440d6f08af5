import {
  isStorableText,
  UNSTORABLE_TEXT,
  type ImportStart,
  type LabelMapping,
} from '@inkling/contract';
import {
  glyphFromPicture,
  glyphFromStrokes,
  glyphToBytes,
  InkError,
  type Stroke,
} from '@inkling/ink';
import { labelOf, labelsOfTask, networkOfTask, TASKS, type Task } from '@inkling/recognizer';
import { ProblemError } from '../../common/problem-error.js';
import type { Pictures } from '../../recognise/pictures/pictures.service.js';
import type { FileRow, LabelledRow, RowContent } from '../formats/import-file.js';
import { glyphOfPng } from '../formats/glyph-png.js';
import type { NewSample, RowOutcome } from './new-sample.js';
import { storable } from './storable.js';

/** Why a row gives no sample, for a person. */
class RowRefusal extends Error {}

/**
 * What a row of a file becomes, under what was chosen for the import.
 *
 * @throws ProblemError `busy` while too many pictures wait: the row is to be read again
 */
export async function readRow(
  row: FileRow,
  choices: ImportStart,
  pictures: Pick<Pictures, 'read'>,
): Promise<RowOutcome> {
  if ('refusal' in row) return refused(row, row.refusal);
  if (!isStorableText(row.label)) return refused(row, `Its label ${UNSTORABLE_TEXT}.`);
  const mapped = mappedLabels(row, choices.mapping ?? {});
  if (mapped === undefined) return { kind: 'left out' };
  try {
    const said = saidOf(mapped, choices);
    const drawn = await drawnOf(row.content, pictures);
    return { kind: 'sample', sample: { row: row.row, ...said, ...drawn } };
  } catch (error) {
    if (!(error instanceof RowRefusal)) throw error;
    return refused(row, error.message);
  }
}

function refused({ row, place }: FileRow, reason: string): RowOutcome {
  const where = place === undefined ? null : storable(place);
  return { kind: 'refused', refused: { row, place: where, reason: storable(reason) } };
}

/** @returns `undefined` when what it counts as is left out */
function mappedLabels(row: LabelledRow, mapping: LabelMapping): LabelledRow | undefined {
  const map = (label: string): string | null =>
    Object.hasOwn(mapping, label) ? mapping[label]! : label;
  const label = map(row.label);
  const reviewerLabel = row.reviewerLabel == null ? null : map(row.reviewerLabel);
  if (label === null || (row.reviewerLabel != null && reviewerLabel === null)) return undefined;
  // What the writer gave belongs to the label that was not mapped.
  const { given, ...rest } = row;
  return { ...rest, label, reviewerLabel, given: label === row.label ? given : undefined };
}

type Said = Omit<NewSample, 'row' | 'glyph' | 'ink'>;

function saidOf(row: LabelledRow, choices: ImportStart): Said {
  const task = taskOf(row, choices);
  const label = labelOfRow(task, row.label);
  const reviewed = row.reviewerLabel == null ? null : labelOfRow(task, row.reviewerLabel);
  return {
    network: networkOfTask(task),
    task,
    label,
    given: row.given ?? row.label,
    reviewerLabel: reviewed === label ? null : reviewed,
    status: row.status === 'rejected' ? 'rejected' : (choices.status ?? row.status ?? 'pending'),
    createdAt: row.createdAt ?? null,
    updatedAt: row.updatedAt ?? null,
  };
}

/** A row's own counts: a file of several tasks comes back as it was. */
function taskOf({ task }: LabelledRow, choices: ImportStart): Task {
  const said = task ?? choices.task;
  const known = TASKS.find((one) => one === said);
  if (known !== undefined) return known;
  throw new RowRefusal(
    said === undefined
      ? 'The row says no task. Choose one for the import.'
      : `There is no task "${said}".`,
  );
}

function labelOfRow(task: Task, given: string): string {
  const label = labelOf(task, given);
  if (label !== undefined) return label;
  throw new RowRefusal(
    `"${given}" is no label of ${task}. Map it to one, or leave it out. Labels: ${labelsOfTask(task).join(' ')}`,
  );
}

async function drawnOf(
  content: RowContent,
  pictures: Pick<Pictures, 'read'>,
): Promise<Pick<NewSample, 'glyph' | 'ink'>> {
  if (content.kind === 'glyph') {
    if (content.glyph.every((value) => value === 0)) throw new RowRefusal('Nothing is drawn.');
    return { glyph: content.glyph, ink: content.ink ?? null };
  }
  try {
    if (content.kind === 'ink') {
      const strokes = content.ink.strokes as unknown as Stroke[];
      return { glyph: glyphToBytes(glyphFromStrokes(strokes).glyph), ink: content.ink };
    }
    return { glyph: await glyphOf(content, pictures), ink: null };
  } catch (error) {
    const isRows = error instanceof InkError || (error instanceof ProblemError && !isBusy(error));
    if (isRows) throw new RowRefusal(error.message);
    throw error;
  }
}

async function glyphOf(
  content: Extract<RowContent, { kind: 'picture' | 'grey' }>,
  pictures: Pick<Pictures, 'read'>,
): Promise<Uint8Array> {
  if (content.kind === 'grey') return glyphToBytes(glyphFromPicture(content).glyph);
  const exported = glyphOfPng(content.file);
  if (exported) return exported;
  return glyphToBytes((await pictures.read(content.file, { explain: false, keep: false })).glyph);
}

const isBusy = ({ code }: ProblemError): boolean => code === 'busy';
