import {
  ATTRIBUTE_TYPE,
  type OnnxAttribute,
  type OnnxNode,
  type OnnxTensor,
} from './onnx-schema.js';

export type AttributeValue =
  { float: number } | { int: number } | { string: string } | { ints: readonly number[] };

/** Gathers the nodes and initializers of one graph, in the order in which they may run. */
export class GraphBuilder {
  readonly nodes: OnnxNode[] = [];
  private readonly initializersByName = new Map<string, OnnxTensor>();

  get initializers(): OnnxTensor[] {
    return [...this.initializersByName.values()];
  }

  addNode(
    opType: string,
    input: readonly string[],
    output: string,
    attributes: Readonly<Record<string, AttributeValue>> = {},
  ): void {
    const attribute = Object.entries(attributes).map(([name, value]) => toAttribute(name, value));
    // A node writes one value and no value is written twice, so its name is unique as well.
    this.nodes.push({ name: `${output}/${opType}`, opType, input, output: [output], attribute });
  }

  /** Adds a tensor unless it is there already: a layer that is used twice has its weights once. */
  addInitializer(tensor: OnnxTensor): string {
    if (!this.initializersByName.has(tensor.name)) this.initializersByName.set(tensor.name, tensor);
    return tensor.name;
  }
}

function toAttribute(name: string, value: AttributeValue): OnnxAttribute {
  if ('float' in value) return { name, type: ATTRIBUTE_TYPE.float, f: value.float };
  if ('int' in value) return { name, type: ATTRIBUTE_TYPE.int, i: value.int };
  if ('string' in value) {
    return { name, type: ATTRIBUTE_TYPE.string, s: new TextEncoder().encode(value.string) };
  }
  return { name, type: ATTRIBUTE_TYPE.ints, ints: value.ints };
}
