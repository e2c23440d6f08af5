import { createRouter, createWebHistory } from 'vue-router';

declare module 'vue-router' {
  interface RouteMeta {
    title: string;
  }
}

export const router = createRouter({
  history: createWebHistory(),
  routes: [
    { path: '/', component: () => import('./pages/StudioPage.vue'), meta: { title: 'Inkling' } },
    {
      path: '/history',
      component: () => import('./pages/HistoryPage.vue'),
      meta: { title: 'Your drawings · Inkling' },
    },
    {
      path: '/welcome',
      component: () => import('./pages/WelcomePage.vue'),
      meta: { title: 'What this is · Inkling' },
    },
    {
      path: '/:rest(.*)*',
      component: () => import('./pages/LostPage.vue'),
      meta: { title: 'Nothing here · Inkling' },
    },
  ],
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
});

router.afterEach((to) => {
  document.title = to.meta.title;
});
