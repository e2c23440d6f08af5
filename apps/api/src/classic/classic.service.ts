import { Injectable } from '@nestjs/common';
import {
  predictionOptionsSchema,
  type ClassicAnswer,
  type ClassicCorrection,
  type ClassicPrediction,
} from '@inkling/contract';
import { classOfLabel, labelsOfTask } from '@inkling/recognizer';
import { ProblemError } from '../common/problem-error.js';
import { Changes } from '../database/changes.js';
import { problemOfTrouble } from '../database/database-problem.js';
import { DatabaseState } from '../database/database-state.js';
import { CorrectionsService } from '../learn/corrections/corrections.service.js';
import type { ReadRequest } from '../recognise/predictions/prediction-request.js';
import { PredictionsService } from '../recognise/predictions/predictions.service.js';
import { classicAnswer } from './classic-answer.js';
import type { ClassicRequest } from './classic-request.js';
import { ClassicWriter } from './classic-writer.service.js';

/** What old clients ask for, by the services of the API: their drawings and corrections are those of one account. */
@Injectable()
export class ClassicService {
  constructor(
    private readonly predictions: PredictionsService,
    private readonly corrections: CorrectionsService,
    private readonly writer: ClassicWriter,
    private readonly changes: Changes,
    private readonly database: DatabaseState,
  ) {}

  /** @param address of the client, for the limits of what is kept */
  async predict(
    request: ClassicRequest<ClassicPrediction>,
    address: string,
  ): Promise<ClassicAnswer> {
    const identifiedAt = this.changes.moment;
    const asker = await this.writer.asker();
    const answer = await this.predictions.predict(asked(request), { asker, identifiedAt, address });
    return classicAnswer(answer, request.options);
  }

  /**
   * Reads the drawing, corrects what was read, and reads it once more: the answer is from after the lesson. The drawing is once in
   * the history.
   *
   * @throws ProblemError `forbidden` where nobody may be taught, `unknown_label`
   */
  async correct(
    request: ClassicRequest<ClassicCorrection>,
    address: string,
  ): Promise<ClassicAnswer> {
    const changed = this.changes.begin();
    try {
      const asker = await this.writer.teacher();
      const label = classOf(request.options);
      const asking = { asker, identifiedAt: this.changes.moment, address };
      const { id, recorded } = await this.predictions.predict(asked(request), asking);
      if (!recorded) throw problemOfTrouble(this.database.isFull ? 'full' : 'away');
      await this.corrections.correct(asker.id, { predictionId: id, label });
      const answer = await this.predictions.predict(asked(request), { ...asking, again: id });
      return classicAnswer(answer, request.options);
    } finally {
      changed();
    }
  }
}

const asked = ({ options, bytes }: ClassicRequest<ClassicPrediction>): ReadRequest => ({
  options: predictionOptionsSchema.parse({ task: options.mode, explain: options.debug }),
  input: { kind: 'picture', bytes },
});

/** Before anything is kept. */
function classOf({ mode, true_label: given }: ClassicCorrection): string {
  if (classOfLabel(mode, given) !== undefined) return given;
  const labels = labelsOfTask(mode).join(' ');
  throw new ProblemError(
    'unknown_label',
    `"${given}" is not a label of ${mode}. Labels: ${labels}`,
  );
}
