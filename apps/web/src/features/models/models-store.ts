import {
  messageOf,
  type Model,
  type TrainingSettings,
  type TrainingSettingsChange,
} from '@inkling/contract';
import type { Network } from '@inkling/recognizer';
import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import { ServerAway } from '../../shared/api/errors';
import { listModels, promoteModel, rollBack, type ModelDetail } from './models-calls';
import { changeTrainingSettings, previewTraining } from '../training/training-calls';
import { formerChampion } from './model-words';
import { useServerStore } from '../../shared/api/server-store';

const PAGE_LENGTH = 30;

/** A network's versions, newest first. */
export const useModelsStore = defineStore('models', () => {
  const server = useServerStore();

  const network = ref<Network>('digits');
  const versions = shallowRef<readonly Model[]>([]);
  /** Whether what passes the gate is promoted: a rollback pauses that. */
  const promotion = shallowRef<TrainingSettings['promotion'] | null>(null);
  const nextCursor = ref<string | null>(null);
  const loading = ref(false);
  const failure = ref('');
  let opening = 0;

  const champion = computed(() => versions.value.find(({ status }) => status === 'champion'));
  const former = computed(() => formerChampion(versions.value));

  async function open(of: Network): Promise<void> {
    if (of !== network.value) {
      versions.value = [];
      promotion.value = null;
    }
    network.value = of;
    await load(undefined);
  }

  async function loadMore(): Promise<void> {
    if (nextCursor.value !== null && !loading.value) await load(nextCursor.value);
  }

  async function load(cursor: string | undefined): Promise<void> {
    const mine = ++opening;
    loading.value = true;
    try {
      const [page, training] = await Promise.all([
        listModels({
          network: network.value,
          limit: PAGE_LENGTH,
          ...(cursor !== undefined && { cursor }),
        }),
        previewTraining(network.value),
      ]);
      if (mine !== opening) return;
      failure.value = '';
      promotion.value = training.settings.promotion;
      versions.value = cursor === undefined ? page.items : [...versions.value, ...page.items];
      nextCursor.value = page.nextCursor;
    } catch (error) {
      if (mine !== opening) return;
      if (error instanceof ServerAway) server.reportAway();
      failure.value = messageOf(error);
    }
    if (mine === opening) loading.value = false;
  }

  /** Throws what the API threw. */
  async function promote(id: string, reason: string | undefined): Promise<ModelDetail> {
    const model = await promoteModel(id, reason);
    await load(undefined);
    return model;
  }

  /** Throws what the API threw. */
  async function goBack(reason: string | undefined): Promise<ModelDetail> {
    const model = await rollBack(network.value, reason);
    await load(undefined);
    return model;
  }

  /** Throws what the API threw. */
  async function changePromotion(change: TrainingSettingsChange): Promise<void> {
    promotion.value = (await changeTrainingSettings(network.value, change)).promotion;
  }

  return {
    ...{ network, versions, promotion, nextCursor, loading, failure, champion, former },
    ...{ open, loadMore, promote, goBack, changePromotion },
  };
});
