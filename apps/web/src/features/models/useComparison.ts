import { ServerAway } from '../../shared/api/errors';
import { useServerData } from '../../shared/api/queries';
import { compareModels } from './models-calls';

/** The server stops reading when nobody has asked for 10 s. */
const ASK_EVERY_MS = 700;
/** What was read is kept there, so it goes on where it was. */
const WHEN_AWAY_MS = 3000;

/** Two versions side by side; asks again while the server is still reading. */
export function useComparison(versions: () => { readonly a: string; readonly b: string }) {
  const { value, failure, load } = useServerData(
    'comparison',
    versions,
    ({ a, b }, signal) => compareModels(a, b, signal),
    {
      keepsFormer: false,
      again: (comparison, error) =>
        error instanceof ServerAway ? WHEN_AWAY_MS : comparison?.progress ? ASK_EVERY_MS : false,
    },
  );
  return { comparison: value, failure, again: load };
}
