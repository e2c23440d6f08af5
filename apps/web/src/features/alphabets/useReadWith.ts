import { useRouter } from 'vue-router';
import { useAlphabetsStore } from '../../shared/alphabets-store';
import { usePreferencesStore } from '../../shared/preferences-store';

/** Leads to the studio with an alphabet chosen. */
export function useReadWith() {
  const router = useRouter();
  const alphabets = useAlphabetsStore();
  const preferences = usePreferencesStore();
  return (id: string): void => {
    preferences.surface = 'one';
    alphabets.choose(id);
    void router.push('/');
  };
}
