import { useEventListener } from '@vueuse/core';
import { onScopeDispose, ref, shallowRef } from 'vue';

/** The browser's voice. Only voices of this device: others send what they read to somewhere else. */
export function useSpeech() {
  const synthesis = globalThis.speechSynthesis as SpeechSynthesis | undefined;
  const voice = shallowRef<SpeechSynthesisVoice | undefined>();
  const isThere = ref(false);
  const speaking = ref(false);

  function look(): void {
    const local = synthesis?.getVoices().filter(({ localService }) => localService) ?? [];
    voice.value = local.find(({ lang }) => lang.startsWith('en')) ?? local[0];
    isThere.value = voice.value !== undefined;
  }

  /** Reads aloud, or stops. */
  function turn(text: string): void {
    synthesis?.cancel();
    if (speaking.value || !voice.value) {
      speaking.value = false;
      return;
    }
    const words = new SpeechSynthesisUtterance(text);
    words.voice = voice.value;
    words.lang = voice.value.lang;
    words.onend = words.onerror = () => (speaking.value = false);
    speaking.value = true;
    synthesis?.speak(words);
  }

  look();
  // Browsers load their voices late.
  if (synthesis) useEventListener(synthesis, 'voiceschanged', look);
  onScopeDispose(() => synthesis?.cancel());

  return { isThere, speaking, turn };
}
