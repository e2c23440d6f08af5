export type InkErrorCode =
  'nothing_drawn' | 'only_a_dot' | 'bad_coordinates' | 'too_many_points' | 'bad_picture';

const MESSAGES: Record<InkErrorCode, string> = {
  nothing_drawn: 'Nothing is drawn. Draw one digit or letter and send it again.',
  only_a_dot: 'There is only a dot. Draw the whole digit or letter, at least a few pixels large.',
  bad_coordinates:
    'A coordinate is not a finite number between -1,000,000 and 1,000,000. Use any unit, with y pointing down.',
  too_many_points:
    'The drawing has more than 20,000 points. Draw one character at a time, or send fewer points a stroke.',
  bad_picture:
    'The picture has no pixels, or its pixels do not match its width and height. Send one channel, row by row.',
};

/** Why a drawing or a picture gives no glyph; `message` says what to do about it. */
export class InkError extends Error {
  override readonly name = 'InkError';

  constructor(readonly code: InkErrorCode) {
    super(MESSAGES[code]);
  }
}
