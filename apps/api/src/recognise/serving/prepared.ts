interface Loaded {
  readonly version: { readonly id: string };
  close(): Promise<void>;
}

/** Loaded and checked, for versions that are about to be promoted. */
export class Prepared<M extends Loaded> {
  private readonly models = new Set<M>();

  /** @returns closes the model, unless a swap has taken it */
  add(model: M): () => Promise<void> {
    this.models.add(model);
    return async () => {
      if (this.models.delete(model)) await model.close();
    };
  }

  /** The caller closes it from now on. */
  take(versionId: string): M | undefined {
    for (const model of this.models) {
      if (model.version.id === versionId && this.models.delete(model)) return model;
    }
    return undefined;
  }
}
