import { Injectable } from '@nestjs/common';
import { OWN_DATA_FORMAT } from '@inkling/contract';
import { glyphPicture } from '../../common/glyph-bytes.js';
import { dataUrl } from '../../common/png.js';
import { notFound } from '../../common/problem-error.js';
import { stripPicture, type KeptStrips } from '../../recognise/lines/strip-picture.js';
import {
  OwnDataRepository,
  type ExportedLine,
  type ExportedPrediction,
  type ExportedSample,
} from './own-data.repository.js';

const ABOUT =
  'Everything that Inkling keeps of you. Each line is one JSON object, and "type" says of what. ' +
  'Pictures are data: URLs, ink is what you drew (x, y, milliseconds, pressure). Passwords, keys and ' +
  'session tokens are not in it: Inkling keeps none of them in a form that could be read. On the account page ' +
  'of this or another Inkling you can read the file in again.';

/** Everything of one's own, as lines of JSON. Whoever reads slowly holds nothing up but their own file. */
@Injectable()
export class ExportService {
  constructor(private readonly own: OwnDataRepository) {}

  /** @throws ProblemError, before the first line, when the person is gone */
  async *lines(userId: string): AsyncGenerator<string> {
    const account = await this.own.getAccount(userId);
    if (!account) throw notFound('account');
    const { passwordHash: _, email, ...person } = account;
    yield line('about', { format: OWN_DATA_FORMAT, exportedAt: new Date(), words: ABOUT });
    yield line('person', { ...person, email: account.isGuest ? null : email });
    for (const session of await this.own.readSessions(userId)) yield line('session', session);
    for (const key of await this.own.readKeys(userId)) yield line('key', key);
    for (const alphabet of await this.own.readAlphabets(userId)) yield line('alphabet', alphabet);
    for await (const page of this.own.readPredictions(userId)) {
      for (const prediction of page) yield line('prediction', exportedPrediction(prediction));
    }
    for await (const page of this.own.readLines(userId)) {
      for (const one of page) yield line('line', exportedLine(one, userId));
    }
    for await (const page of this.own.readSamples(userId)) {
      const histories = await this.historiesOf(page, userId);
      for (const sample of page) {
        yield line('sample', {
          ...sample,
          glyph: glyphPicture(sample.glyph),
          history: histories.get(sample.id) ?? [],
        });
      }
    }
    for await (const page of this.own.readAudit(userId)) {
      for (const entry of page) yield line('done', entry);
    }
    // Whoever has this line has the whole file.
    yield line('end', {});
  }

  private async historiesOf(samples: readonly ExportedSample[], userId: string) {
    const histories = new Map<string, object[]>();
    const revisions = await this.own.readRevisions(samples.map(({ id }) => id));
    for (const { sampleId, byId, ...revision } of revisions) {
      const history = histories.get(sampleId) ?? [];
      histories.set(sampleId, [...history, withoutName({ byId, ...revision }, userId)]);
    }
    return histories;
  }
}

const line = (type: string, data: object): string => `${JSON.stringify({ type, ...data })}\n`;

/** What was brought from elsewhere was answered there. */
const modelOf = ({ answeredBy, modelVersion }: Pick<ExportedLine, 'answeredBy' | 'modelVersion'>) =>
  answeredBy ?? modelVersion;

function exportedPrediction({
  glyph,
  picture,
  answeredBy,
  modelVersion,
  ...prediction
}: ExportedPrediction) {
  return {
    ...prediction,
    model: modelOf({ answeredBy, modelVersion }),
    glyph: glyphPicture(glyph),
    picture: picture && {
      width: picture.width,
      height: picture.height,
      normalisation: picture.normalisation,
      data: dataUrl(picture.mediaType, picture.bytes),
    },
  };
}

function exportedLine(
  { strips, rows, answeredBy, modelVersion, correction, ...rest }: ExportedLine,
  userId: string,
) {
  const kept = { strips, rows: rows as unknown as KeptStrips['rows'] };
  return {
    ...rest,
    model: modelOf({ answeredBy, modelVersion }),
    strip: stripPicture(kept),
    rows,
    correction: correction && exportedCorrection(correction, userId),
  };
}

const exportedCorrection = (
  { revisions, ...correction }: NonNullable<ExportedLine['correction']>,
  userId: string,
) => ({
  ...correction,
  history: revisions.map((revision) => withoutName(revision, userId)),
});

/** Who else decided of it is not told. */
const withoutName = <Revision extends { readonly byId: string | null }>(
  { byId, ...revision }: Revision,
  userId: string,
) => ({ ...revision, byYou: byId === userId });
