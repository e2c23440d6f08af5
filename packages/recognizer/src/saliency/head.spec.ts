import { describe, expect, it } from '@jest/globals';
import { besideByMaps, runBeside } from './beside.js';
import { gradientByMaps, headOf, runHead, type Head } from './head.js';
import type { GraphNode } from './onnx-graph.js';
import { graph, node, tensor } from './testing/graph.js';

const SHAPE = { channels: 3, height: 2, width: 2 };
const SIZE = 12;
const HIDDEN = 5;
const CLASSES = 4;

/** Numbers from -1 to 1 that look random and are the same each time. */
const made = (count: number, seed: number): number[] =>
  Array.from({ length: count }, (_, at) => Math.sin(seed * 91 + at * 12.9898));

/** Dense, batch normalisation, ReLU, dense: more than the networks have, which have no ReLU there. */
function network(joining: readonly GraphNode[], inputs: number) {
  const nodes = [
    node('Relu', ['convolved'], 'maps'),
    ...joining,
    node('Gemm', ['joined', 'kernel1'], 'features'),
    node('BatchNormalization', ['features', 'gamma', 'beta', 'mean', 'variance'], 'embedding', {
      epsilon: [1e-3],
    }),
    node('Relu', ['embedding'], 'hidden'),
    node('Gemm', ['hidden', 'kernel2', 'bias2'], 'dense'),
    node('Identity', ['dense'], 'logits'),
  ];
  return graph(nodes, {
    kernel1: tensor([inputs, HIDDEN], made(inputs * HIDDEN, 1)),
    gamma: tensor([HIDDEN], [1, 0.5, 2, 1.5, 1]),
    beta: tensor([HIDDEN], made(HIDDEN, 2)),
    mean: tensor([HIDDEN], made(HIDDEN, 3)),
    variance: tensor([HIDDEN], [1, 2, 0.5, 1, 1.5]),
    kernel2: tensor([HIDDEN, CLASSES], made(HIDDEN * CLASSES, 4)),
    bias2: tensor([CLASSES], made(CLASSES, 5)),
  });
}

const JOININGS = {
  average: [
    node('GlobalAveragePool', ['maps'], 'pooled'),
    node('Flatten', ['pooled'], 'joined', { axis: [1] }),
  ],
  flatten: [node('Flatten', ['maps'], 'joined', { axis: [1] })],
  flattenChannelsLast: [
    node('Transpose', ['maps'], 'nhwc', { perm: [0, 2, 3, 1] }),
    node('Flatten', ['nhwc'], 'joined', { axis: [1] }),
  ],
};

const headWith = (joining: keyof typeof JOININGS): Head =>
  headOf(network(JOININGS[joining], joining === 'average' ? SHAPE.channels : SIZE))!;

describe('headOf', () => {
  it.each(['average', 'flatten', 'flattenChannelsLast'] as const)(
    'finds the maps: %s',
    (joining) => {
      const head = headWith(joining);
      expect([head.maps, head.joining, head.steps.length]).toEqual(['maps', joining, 5]);
    },
  );

  it.each([
    ['an operation that is not known', node('Softmax', ['embedding'], 'hidden')],
    ['weights that are not in the file', node('Gemm', ['embedding', 'missing'], 'hidden')],
    ['a product that is scaled', node('Gemm', ['embedding', 'kernel2'], 'hidden', { alpha: [2] })],
  ])('gives up at %s', (_, odd) => {
    const whole = network(JOININGS.flatten, SIZE);
    expect(headOf({ ...whole, writers: new Map([...whole.writers, ['hidden', odd]]) })).toBe(
      undefined,
    );
  });

  it('takes layers side by side as one: a training gave symbols classes', () => {
    const whole = network(JOININGS.flatten, SIZE);
    const added = [
      node('Gemm', ['hidden', 'kernel3', 'bias3'], 'added'),
      node('Concat', ['dense', 'added'], 'grown', { axis: [1] }),
      node('Identity', ['grown'], 'logits'),
    ];
    const kernel3 = tensor([HIDDEN, 2], made(HIDDEN * 2, 8));
    const grown = {
      ...whole,
      writers: new Map([...whole.writers, ...added.map((one) => [one.outputs[0]!, one] as const)]),
      tensors: new Map([...whole.tensors, ['kernel3', kernel3], ['bias3', tensor([2], [1, -1])]]),
    };
    const maps = Float32Array.from(made(SIZE, 6));
    const [head, headBefore] = [headOf(grown)!, headOf(whole)!];
    const [pass, before] = [runHead(head, maps, SHAPE), runHead(headBefore, maps, SHAPE)];
    expect(pass.logits).toHaveLength(CLASSES + 2);
    expect([...pass.logits.subarray(0, CLASSES)]).toEqual([...before.logits]);
    const own = [1, 0, -0.5, 0.25];
    expect(gradientByMaps(head, pass, Float64Array.from([...own, 0, 0]), SHAPE)).toEqual(
      gradientByMaps(headBefore, before, Float64Array.from(own), SHAPE),
    );
    const ofAdded = gradientByMaps(head, pass, Float64Array.from([0, 0, 0, 0, 1, 0]), SHAPE);
    const STEP = 2 ** -10;
    const [up, down] = [STEP, -STEP].map(
      (by) =>
        runHead(
          head,
          maps.map((value, at) => (at === 3 ? value + by : value)),
          SHAPE,
        ).logits[CLASSES]!,
    );
    expect(ofAdded[3]).toBeCloseTo((up! - down!) / (2 * STEP), 3);
  });

  it('gives up where layers side by side are given different things', () => {
    const whole = network(JOININGS.flatten, SIZE);
    const odd = node('Concat', ['dense', 'embedding'], 'hidden');
    expect(headOf({ ...whole, writers: new Map([...whole.writers, ['hidden', odd]]) })).toBe(
      undefined,
    );
  });

  it('follows classes beside its own to what several stages see of a drawing', () => {
    const whole = network(JOININGS.flattenChannelsLast, SIZE);
    const [field, others] = [2, 7];
    const seenSize = others + SHAPE.channels;
    const way = [
      node('AveragePool', ['maps'], 'pool', { kernel_shape: [field, field] }),
      node('Transpose', ['pool'], 'turned', { perm: [0, 2, 3, 1] }),
      node('Flatten', ['turned'], 'flat', { axis: [1] }),
      node('Add', ['flat', 'offset'], 'raised'),
      node('Sqrt', ['raised'], 'root'),
      node('Concat', ['earlier', 'root'], 'seen', { axis: [1] }),
      node('Gemm', ['seen', 'kernel3', 'bias3'], 'whitened'),
      node('Gemm', ['whitened', 'kernel4', 'bias4'], 'added'),
      node('Concat', ['dense', 'added'], 'grown', { axis: [1] }),
      node('Identity', ['grown'], 'logits'),
    ];
    const grown = {
      ...whole,
      writers: new Map([...whole.writers, ...way.map((one) => [one.outputs[0]!, one] as const)]),
      tensors: new Map([
        ...whole.tensors,
        ['kernel3', tensor([seenSize, HIDDEN], made(seenSize * HIDDEN, 8))],
        ['bias3', tensor([HIDDEN], made(HIDDEN, 9))],
        ['kernel4', tensor([HIDDEN, 2], made(HIDDEN * 2, 10))],
        ['bias4', tensor([2], [1, -1])],
      ]),
    };
    const { beside, steps } = headOf(grown)!;
    expect([beside!.seen, beside!.field, steps.length]).toEqual(['seen', field, 5]);

    const maps = made(SIZE, 6).map(Math.abs);
    const area = SHAPE.height * SHAPE.width;
    const seenOf = (values: readonly number[]) => [
      ...made(others, 11),
      ...Array.from({ length: SHAPE.channels }, (_, channel) => {
        const own = values.slice(channel * area, (channel + 1) * area);
        return Math.sqrt(own.reduce((sum, value) => sum + value, 0) / area + 1e-4);
      }),
    ];
    const { inputs } = runBeside(beside!, seenOf(maps));
    const gradient = besideByMaps(beside!, inputs, Float64Array.from([0, 1]), SHAPE);
    const STEP = 2 ** -12;
    maps.forEach((_, at) => {
      const [up, down] = [STEP, -STEP].map((by) => {
        const moved = maps.map((value, place) => (place === at ? value + by : value));
        return runBeside(beside!, seenOf(moved)).logits[1]!;
      });
      expect(gradient[at]).toBeCloseTo((up! - down!) / (2 * STEP), 5);
    });

    const otherWay = way.map((one) =>
      one.operation === 'Sqrt' ? node('Exp', ['raised'], 'root') : one,
    );
    const writers = new Map([
      ...whole.writers,
      ...otherWay.map((one) => [one.outputs[0]!, one] as const),
    ]);
    expect(headOf({ ...grown, writers })).toBe(undefined);
  });

  it('gives up where rows are written in an order that is not known', () => {
    const joining = [
      node('Transpose', ['maps'], 'turned', { perm: [0, 3, 2, 1] }),
      node('Flatten', ['turned'], 'joined'),
    ];
    expect(headOf(network(joining, SIZE))).toBe(undefined);
    expect(headOf(graph([]))).toBe(undefined);
  });

  it('gives up where nothing comes before: the maps would be the drawing itself', () => {
    const { writers, ...rest } = network(JOININGS.flatten, SIZE);
    const without = new Map([...writers].filter(([value]) => value !== 'maps'));
    expect(headOf({ ...rest, writers: without })).toBe(undefined);
  });
});

describe('runHead', () => {
  it('joins maps as the exporter writes them', () => {
    const maps = Float32Array.from({ length: SIZE }, (_, at) => at);
    const joined = (joining: keyof typeof JOININGS) => [
      ...runHead(headWith(joining), maps, SHAPE).inputs[0]!,
    ];
    expect(joined('average')).toEqual([1.5, 5.5, 9.5]);
    expect(joined('flatten')).toEqual([...maps]);
    expect(joined('flattenChannelsLast')).toEqual([0, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 11]);
  });
});

describe('gradientByMaps', () => {
  it.each(['average', 'flatten', 'flattenChannelsLast'] as const)(
    'is what finite differences say: %s',
    (joining) => {
      const head = headWith(joining);
      const maps = Float32Array.from(made(SIZE, 6));
      const pass = runHead(head, maps, SHAPE);
      // Otherwise the ReLU would not be tried on both of its sides.
      expect(pass.inputs[2]!.some((value) => value < 0)).toBe(true);
      expect(pass.inputs[2]!.some((value) => value > 0)).toBe(true);
      const weights = Float64Array.from([1, 0, -0.5, 0.25]);
      const scoreOf = (changed: Float32Array) =>
        runHead(head, changed, SHAPE).logits.reduce(
          (sum, logit, index) => sum + logit * weights[index]!,
          0,
        );
      const gradient = gradientByMaps(head, pass, weights, SHAPE);
      const STEP = 2 ** -10;
      maps.forEach((value, at) => {
        const moved = (by: number) =>
          scoreOf(maps.map((other, index) => (index === at ? value + by : other)));
        expect(gradient[at]).toBeCloseTo((moved(STEP) - moved(-STEP)) / (2 * STEP), 3);
      });
    },
  );
});
