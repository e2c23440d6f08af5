import { readFileSync } from 'node:fs';

const unipen = JSON.parse(
  readFileSync(new URL('../../fixtures/unipen.json', import.meta.url), 'utf8'),
);

const IS_OF_TASK = {
  digits: ({ label }) => /\d/.test(label),
  letters: ({ label }) => /\D/.test(label),
  characters: () => true,
};

/** Numbers in 0..1, always the same ones. */
function seeded(seed) {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}

/** Real drawings of a task, each leaned, stretched and turned a little; the first of each is as it was drawn. */
export function deformed(task, count) {
  const drawings = unipen.filter(IS_OF_TASK[task]);
  const random = seeded(1);
  return Array.from({ length: count }, (_, at) => {
    const { label, strokes } = drawings[at % drawings.length];
    const amount = at < drawings.length ? 0 : 1;
    const between = (low, high) => amount * (low + (high - low) * random());
    const [turn, lean, wide] = [between(-0.3, 0.3), between(-0.4, 0.4), 1 + between(-0.3, 0.4)];
    const [cosine, sine] = [Math.cos(turn), Math.sin(turn)];
    const move = ([x, y]) => {
      const leaned = wide * x + lean * y;
      return [cosine * leaned - sine * y, sine * leaned + cosine * y];
    };
    return { task, label, strokes: strokes.map((stroke) => stroke.map(move)) };
  });
}
