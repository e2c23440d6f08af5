import { ref, watchEffect, type MaybeRefOrGetter } from 'vue';
import { useServerData } from '../../shared/api/queries';
import type { FigureQuery, LinesQuery } from './insight-address';
import { figures, getLineFigures, type FigureName, type FigureQuestion } from './insight-calls';

export type InsightFigures = ReturnType<typeof useInsightFigures>['ofDrawings'];

/** The figures of the dashboard, asked for anew whenever what is looked at changes. */
export function useInsightFigures(
  query: MaybeRefOrGetter<FigureQuery>,
  linesQuery: MaybeRefOrGetter<LinesQuery>,
) {
  const ask = <Value>(name: FigureName, get: (question: FigureQuestion) => Promise<Value>) =>
    useServerData(name, query, (asked, signal) => get({ query: asked, signal }));

  const ofDrawings = {
    activity: ask('activity', figures.activity),
    confusions: ask('confusions', figures.confusions),
    reliability: ask('reliability', figures.reliability),
    memory: ask('memory', figures.memory),
    classes: ask('classes', figures.classes),
    latency: ask('latency', figures.latency),
  };
  const lines = useServerData('lines', linesQuery, getLineFigures);

  /** The cards come all at once, so that none pushes another down; afterwards each keeps its former figure. */
  const areThere = ref(false);
  watchEffect(() => {
    const all = [...Object.values(ofDrawings), lines];
    if (all.every(({ value, failure }) => value.value !== null || failure.value !== '')) {
      areThere.value = true;
    }
  });

  return { ofDrawings, lines, areThere };
}
