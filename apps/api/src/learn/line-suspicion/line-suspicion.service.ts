import { Injectable } from '@nestjs/common';
import {
  characterMargin,
  characterTask,
  charactersOfText,
  classOfLabel,
  LINE_SUSPICION_WEIGHTS,
  lineSuspicionOf,
  maskedReading,
  NETWORKS,
  networkOfTask,
  type RowEvidence,
  type Task,
} from '@inkling/recognizer';
import { ProblemError } from '../../common/problem-error.js';
import { DatabaseNews } from '../../database/database-news.js';
import { Inference } from '../../recognise/inference/inference.module.js';
import { LikenessNetwork } from '../../recognise/serving/likeness.service.js';
import type { LinesModel, ReadLine } from '../../recognise/serving/lines/lines-model.js';
import { LinesNetwork } from '../../recognise/serving/lines/lines-network.service.js';
import type { ServingModel } from '../../recognise/serving/serving-model.js';
import { ServingService } from '../../recognise/serving/serving.service.js';
import { keptDrawing } from '../lines/kept-drawing.js';
import { Rounds } from '../suspicion/rounds.js';
import { lineReasons, type JudgedCharacter } from './line-reasons.js';
import {
  LineSuspicionRepository,
  type FoundLineSuspicion,
  type WaitingLine,
} from './line-suspicion.repository.js';

const AT_ONCE = 8;
const MOST_APART = 1000;

/**
 * Finds out, beside the answering, how likely the text of each corrected line is wrong: of what is new or
 * changed, and of everything when another version is in service. One process of all at a time; what waits is in
 * the database.
 */
@Injectable()
export class LineSuspicionService extends Rounds {
  /** By which versions this process found what it found last. */
  private foundBy: string | undefined;
  /** Those that can't be judged, by their ids: they must not hold up the others. */
  private readonly apart = new Set<string>();

  constructor(
    private readonly lines: LineSuspicionRepository,
    private readonly network: LinesNetwork,
    private readonly serving: ServingService,
    private readonly likeness: LikenessNetwork,
    inference: Inference,
    news: DatabaseNews,
  ) {
    super(news, inference);
  }

  protected async round(): Promise<boolean> {
    const foundBy = await this.know();
    if (foundBy === undefined || this.stopping) return false;
    const apart = [...this.apart];
    if (!(await this.lines.isAnyWaiting(apart))) return false;
    const done = await this.lines.inTurn(foundBy, apart, AT_ONCE, (waiting) =>
      this.judgeAll(waiting),
    );
    return done > 0;
  }

  /** Only what champions say counts: while another one is put into service, this process keeps quiet. */
  private async know(): Promise<string | undefined> {
    const { version } = this.network;
    if (!version) return undefined;
    const glyphs = NETWORKS.flatMap((network) => this.serving.get(network)?.version.id ?? []);
    const ids = [version.id, ...glyphs];
    const foundBy = ids.join(' ');
    if (this.foundBy === foundBy) return foundBy;
    if (!(await this.lines.areChampions(ids))) return undefined;
    await this.lines.forgetOthers(foundBy);
    this.apart.clear();
    this.foundBy = foundBy;
    return foundBy;
  }

  private async judgeAll(waiting: readonly WaitingLine[]): Promise<FoundLineSuspicion[]> {
    const found: FoundLineSuspicion[] = [];
    for (const line of waiting) {
      if (this.stopping) break;
      await this.letRequestsGoFirst();
      try {
        found.push(await this.judge(line));
      } catch (error) {
        // Too busy, or no version is there any more: the next round tries again.
        if (error instanceof ProblemError) throw error;
        this.logger.warn(`line correction ${line.id} can't be judged: ${String(error)}`);
        if (this.apart.size >= MOST_APART) this.apart.clear();
        this.apart.add(line.id);
      }
    }
    return found;
  }

  private judge(line: WaitingLine): Promise<FoundLineSuspicion> {
    const task = characterTask(line.task);
    const network = networkOfTask(task);
    return this.network.use(async (model) => {
      if (!this.serving.get(network)) return this.weigh(line, await read(line, model), task);
      return this.serving.use(network, async (glyphs) =>
        this.weigh(line, await read(line, model, glyphs), task, glyphs),
      );
    });
  }

  private weigh(
    { id, revision, task }: WaitingLine,
    seen: ReadLine,
    characterTaskOf: Task,
    glyphs?: ServingModel,
  ): FoundLineSuspicion {
    const rows = seen.rows.flatMap(({ texts, weighed }): RowEvidence[] =>
      weighed && texts[0] ? [{ ...weighed, text: texts[0].text }] : [],
    );
    const characters = glyphs ? this.judgeCharacters(seen, characterTaskOf, glyphs) : [];
    const margins = characters.map(({ margin }) => margin);
    const score = lineSuspicionOf({ rows, characters: margins }, LINE_SUSPICION_WEIGHTS[task]);
    return { id, revision, value: score.value, reasons: lineReasons(rows, characters, score) };
  }

  private judgeCharacters(
    seen: ReadLine,
    task: Task,
    { version: { card } }: ServingModel,
  ): JudgedCharacter[] {
    return charactersOfText(seen, task, (logits) => this.likeness.of(logits)).flatMap(
      ({ placed: { label }, seen: look }) => {
        if (typeof look === 'string') return [];
        const logProbabilities = maskedReading(card, task, look.logits);
        const margin = characterMargin(
          logProbabilities,
          card.labels.indexOf(classOfLabel(task, label) ?? label),
        );
        if (!margin) return [];
        return [{ label, margin, other: card.labels[margin.rival] }];
      },
    );
  }
}

const read = (
  { text, task, options, ...kept }: WaitingLine,
  model: LinesModel,
  glyphs?: ServingModel,
): Promise<ReadLine> =>
  model.read({
    drawing: keptDrawing(kept),
    question: { task, allow: options.allow, pattern: options.pattern },
    top: 1,
    texts: text.split('\n'),
    weigh: true,
    ...(glyphs && { characters: { versionId: glyphs.model.session } }),
  });
