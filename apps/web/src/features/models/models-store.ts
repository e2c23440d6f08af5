import type { Model, TrainingSettingsChange } from '@inkling/contract';
import type { TrainedNetwork } from '@inkling/recognizer';
import { defineStore } from 'pinia';
import { computed, ref } from 'vue';
import { ServerProblem } from '../../shared/api/errors';
import { useServerData, useServerPages } from '../../shared/api/queries';
import { changeTrainingSettings, previewTraining } from '../training/training-calls';
import { formerChampion, newerBase } from './model-words';
import { listModels, promoteModel, rollBack, type ModelDetail } from './models-calls';

const PAGE_LENGTH = 30;

/** A network's versions, newest first. */
export const useModelsStore = defineStore('models', () => {
  const network = ref<TrainedNetwork>('digits');
  /** Whether the page is shown; nothing is asked otherwise. */
  const enabled = ref(false);

  const list = useServerPages<Model, TrainedNetwork>(
    'models',
    network,
    (of, cursor) =>
      listModels({
        network: of,
        limit: PAGE_LENGTH,
        ...(cursor !== undefined && { cursor }),
      }),
    { keepsFormer: false, enabled },
  );
  const training = useServerData('training-preview', network, previewTraining, {
    keepsFormer: false,
    enabled,
  });

  const versions = list.items;
  /** Whether what passes the gate is promoted: a rollback pauses that. */
  const promotion = computed(() => training.value.value?.settings.promotion ?? null);
  const failure = computed(() => list.failure.value || training.failure.value);
  const champion = computed(() => versions.value.find(({ status }) => status === 'champion'));
  const former = computed(() => formerChampion(versions.value));
  const base = computed(() => newerBase(versions.value));

  function open(of: TrainedNetwork): void {
    network.value = of;
    enabled.value = true;
  }

  function close(): void {
    enabled.value = false;
  }

  async function load(): Promise<void> {
    await Promise.all([list.load(), training.load()]);
  }

  /** Throws what the API threw. */
  async function promote(id: string, reason: string | undefined): Promise<ModelDetail> {
    const model = await promoteModel(id, reason);
    await load();
    return model;
  }

  /**
   * Throws what the API threw, when what is shown was out of date with the versions loaded anew.
   *
   * @param from the version that was seen in service, unless it is among older ones not loaded yet
   */
  async function goBack(
    from: Pick<Model, 'id'> | undefined,
    to: Pick<Model, 'id' | 'network'>,
    reason: string | undefined,
  ): Promise<ModelDetail> {
    const request = { network: to.network, to: to.id, ...(from && { from: from.id }) };
    try {
      const model = await rollBack({ ...request, ...(reason !== undefined && { reason }) });
      await load();
      return model;
    } catch (error) {
      if (error instanceof ServerProblem && error.status === 409) await load();
      throw error;
    }
  }

  /** Throws what the API threw. */
  async function changePromotion(change: TrainingSettingsChange): Promise<void> {
    await changeTrainingSettings(network.value, change);
    await training.load();
  }

  const { loaded, loading, hasMore, loadMore } = list;
  return {
    ...{ network, versions, promotion, loaded, loading, hasMore, failure, champion, former, base },
    ...{ open, close, load, loadMore, promote, goBack, changePromotion },
  };
});
