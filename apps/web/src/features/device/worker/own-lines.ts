import { bytesOfBase64 } from './bytes-of-base64';
import { lessonsFrom, type LineLessons, type ToldLines, type UnsentLesson } from './line-lessons';
import type { SampleStore } from './sample-store';
import { getOwnLines } from './server';

interface Known {
  readonly told: ToldLines | undefined;
  readonly unsent: ReadonlyMap<string, UnsentLesson>;
}

/** What this device's owner said of lines, which tells of their hand and of their words. */
export class OwnLines {
  private loading: Promise<Known> | undefined;
  private lessons: Promise<LineLessons> | undefined;

  constructor(private readonly kept: SampleStore) {}

  /** The same object until something changes. */
  now(): Promise<LineLessons> {
    this.lessons ??= this.known().then(({ told, unsent }) =>
      lessonsFrom(told, [...unsent.values()]),
    );
    return this.lessons;
  }

  async put(lesson: UnsentLesson): Promise<void> {
    const { told, unsent } = await this.known();
    this.hold({ told, unsent: new Map(unsent).set(lesson.lineId, lesson) });
    await this.kept.changeLessons([lesson], []);
  }

  async remove(lineId: string): Promise<void> {
    const { told, unsent } = await this.known();
    if (!unsent.has(lineId)) return;
    this.hold({ told, unsent: without(unsent, (id) => id === lineId) });
    await this.kept.changeLessons([], [lineId]);
  }

  /** Brings it up to date with the server. @param isWaiting whether what was said of an answer is still to be sent */
  async refresh(isWaiting: (answerId: string) => boolean): Promise<void> {
    const before = await this.known();
    const news = await getOwnLines(before.told?.etag);
    const { told: former, unsent } = await this.known();
    const told = news ? toldOf(news) : former;
    const sent = [...unsent.keys()].filter((id) => !isWaiting(id));
    if (!news && sent.length === 0) return;
    this.hold({ told, unsent: without(unsent, (id) => sent.includes(id)) });
    if (news) await this.kept.keepTold(told!);
    await this.kept.changeLessons([], sent);
  }

  /** What was loaded belongs to somebody who is no longer here. */
  forget(): void {
    this.hold({ told: undefined, unsent: new Map() });
  }

  private known(): Promise<Known> {
    this.loading ??= this.kept.lessons().then(({ told, unsent }) => ({
      told,
      unsent: new Map(unsent.map((lesson) => [lesson.lineId, lesson])),
    }));
    return this.loading;
  }

  private hold(known: Known): void {
    this.loading = Promise.resolve(known);
    this.lessons = undefined;
  }
}

const without = (
  unsent: ReadonlyMap<string, UnsentLesson>,
  isGone: (lineId: string) => boolean,
): ReadonlyMap<string, UnsentLesson> => new Map([...unsent].filter(([id]) => !isGone(id)));

const toldOf = ({
  told: { slant, lines, texts },
  etag,
}: NonNullable<Awaited<ReturnType<typeof getOwnLines>>>): ToldLines => ({
  ...{ etag, slant, texts },
  lines: lines.map(({ rows, ...line }) => ({
    ...line,
    rows: rows.map((row) => ({ ...row, strip: bytesOfBase64(row.strip) })),
  })),
});
