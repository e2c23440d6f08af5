import ui from '@nuxt/ui/vue-plugin';
import { setCustomIconsLoader } from '@iconify/vue';
import { createPinia } from 'pinia';
import { createApp } from 'vue';
import App from './App.vue';
import { handOver } from './first-sheet/hand-over';
import { router } from './router';
import './shared/styles/main.css';

// An icon that is not in the bundle stays empty: never ask another host for it.
setCustomIconsLoader(() => null, 'lucide');

const app = createApp(App).use(createPinia()).use(router).use(ui);
void handOver(router).then(() => app.mount('#app'));
