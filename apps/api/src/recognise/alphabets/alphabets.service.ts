import { Injectable } from '@nestjs/common';
import {
  isAllowed,
  type Alphabet,
  type AlphabetDetail,
  type AlphabetList,
} from '@inkling/contract';
import type { alphabetChangeSchema, alphabetRequestSchema } from '@inkling/contract';
import { labelOf } from '@inkling/recognizer';
import type { z } from 'zod';
import { notFound, ProblemError } from '../../common/problem-error.js';
import { isInScopeOf } from '../../http/access/standing.js';
import type { Writer } from '../../http/access/writer.js';
import { AlphabetSamples, type LabelCounts } from './alphabet-samples.repository.js';
import { AlphabetBook } from './alphabet-book.js';
import { AlphabetProgress } from './alphabet-progress.service.js';
import {
  AlphabetsRepository,
  MOST_ALPHABETS,
  NameTakenError,
  TooManyError,
  type StoredAlphabet,
} from './alphabets.repository.js';

type Asker = Writer | null;

/** Named sets of labels: everybody's own, and those that admins share. */
@Injectable()
export class AlphabetsService {
  constructor(
    private readonly alphabets: AlphabetsRepository,
    private readonly samples: AlphabetSamples,
    private readonly book: AlphabetBook,
    private readonly progress: AlphabetProgress,
  ) {}

  async list(asker: Asker): Promise<AlphabetList> {
    const stored = await this.alphabets.list(asker?.id ?? null);
    const labels = [...new Set(stored.flatMap((alphabet) => alphabet.labels))];
    const counts = await this.samples.count(labels, asker?.id ?? null);
    return { items: stored.map((alphabet) => toAlphabet(alphabet, counts)) };
  }

  async get(asker: Asker, id: string): Promise<AlphabetDetail> {
    const stored = await this.readable(asker, id);
    const counts = await this.samples.count(stored.labels, asker?.id ?? null);
    const progress = await this.progress.of(stored, asker?.id ?? null, counts);
    return { ...toAlphabet(stored, counts), progress };
  }

  async create(
    writer: Writer,
    { name, labels, shared }: z.output<typeof alphabetRequestSchema>,
  ): Promise<Alphabet> {
    if (shared) requireAdmin(writer);
    const ownerId = shared ? null : writer.id;
    const data = { name, labels: kept(labels), ownerId };
    const made = await this.changing(name, () => this.alphabets.create(data, writer.id));
    return this.answer(writer, made);
  }

  async change(
    writer: Writer,
    id: string,
    { name, labels, shared }: z.output<typeof alphabetChangeSchema>,
  ): Promise<Alphabet> {
    const before = await this.changeable(writer, id);
    if (shared) requireAdmin(writer);
    const data = {
      ...{ name, labels: labels && kept(labels) },
      ...(shared !== undefined && { ownerId: shared ? null : (before.ownerId ?? writer.id) }),
    };
    const named = name ?? before.name;
    const after = await this.changing(named, () => this.alphabets.change(id, data, writer.id));
    if (!after) throw notFound('alphabet');
    return this.answer(writer, after);
  }

  async remove(writer: Writer, id: string): Promise<void> {
    await this.changeable(writer, id);
    const removed = await this.changing('', () => this.alphabets.remove(id, writer.id));
    if (!removed) throw notFound('alphabet');
  }

  private async answer(writer: Writer, stored: StoredAlphabet): Promise<Alphabet> {
    return toAlphabet(stored, await this.samples.count(stored.labels, writer.id));
  }

  private async changing<T>(name: string, change: () => Promise<T>): Promise<T> {
    try {
      return await change();
    } catch (error) {
      if (error instanceof NameTakenError) throw nameTaken(name, error);
      if (error instanceof TooManyError) throw tooMany(error);
      throw error;
    } finally {
      this.book.forget();
    }
  }

  private async readable(asker: Asker, id: string): Promise<StoredAlphabet> {
    const stored = await this.alphabets.get(id);
    const isReadable = stored && (stored.ownerId === null || stored.ownerId === asker?.id);
    if (!isReadable) throw notFound('alphabet');
    return stored;
  }

  private async changeable(writer: Writer, id: string): Promise<StoredAlphabet> {
    const stored = await this.readable(writer, id);
    if (stored.ownerId === null) requireAdmin(writer);
    return stored;
  }
}

function requireAdmin(writer: Writer): void {
  const permission = 'alphabets:share';
  if (isAllowed(writer.standing, permission) && isInScopeOf(writer, permission, true)) return;
  throw new ProblemError('forbidden', 'What everybody uses is for admins to share and to change.');
}

/** Merged letters as their class, each label once, in the order given. */
const kept = (labels: readonly string[]): string[] => [
  ...new Set(labels.map((label) => labelOf('characters', label) ?? label)),
];

const NONE: LabelCounts = { own: 0, shared: 0 };

function toAlphabet(
  { id, name, labels, ownerId, createdAt, updatedAt }: StoredAlphabet,
  counts: ReadonlyMap<string, LabelCounts>,
): Alphabet {
  const shared = ownerId === null;
  const countOf = (label: string): number => {
    const { own, shared: ofOthers } = counts.get(label) ?? NONE;
    return own + (shared ? ofOthers : 0);
  };
  return {
    ...{ id, name, labels: [...labels], shared },
    samples: Object.fromEntries(labels.map((label) => [label, countOf(label)])),
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}

const nameTaken = (name: string, cause: Error): ProblemError => {
  const detail = `There is an alphabet "${name}" already. Give this one another name.`;
  return new ProblemError('name_taken', detail, {
    errors: [{ pointer: '/name', detail }],
    cause,
  });
};

const tooMany = (cause: Error): ProblemError =>
  new ProblemError(
    'too_many',
    `There are ${MOST_ALPHABETS} alphabets already, as many as there may be. Delete one first.`,
    { cause },
  );
