import type { Permission } from '@inkling/contract';
import { createRouter, createWebHistory, type RouteRecordRaw } from 'vue-router';
import { adminRoutes } from './frame/admin-routes';
import { backClosesDialog } from './frame/back-closes-dialog';
import { ServerAway } from './shared/api/errors';
import { useServerStore } from './shared/api/server-store';
import { late, ScriptMissing } from './shared/late-script';
import { usePreferencesStore } from './shared/preferences-store';
import { useAccountStore } from './shared/session/account-store';
import { SURFACES } from './shared/surfaces';
import { useMissingPageStore } from './frame/missing-page-store';

declare module 'vue-router' {
  interface RouteMeta {
    title?: string;
    /** Who may not do this sees a word about it instead of the page. */
    needs?: Permission;
  }
}

const routes: RouteRecordRaw[] = [
  {
    path: '/',
    component: late(() => import('./features/studio/StudioPage.vue')),
    meta: { title: 'Inkling' },
    // Shortcuts of the installed app lead to what one writes on.
    beforeEnter: ({ query }) => {
      const surface = SURFACES.find((name) => name === query['surface']);
      if (surface === undefined) return true;
      usePreferencesStore().surface = surface;
      return { path: '/', replace: true };
    },
  },
  {
    path: '/history',
    component: late(() => import('./features/history/HistoryPage.vue')),
    meta: { title: 'Your drawings · Inkling' },
  },
  {
    path: '/welcome',
    component: late(() => import('./features/studio/welcome/WelcomePage.vue')),
    meta: { title: 'What this is · Inkling' },
  },
  {
    path: '/alphabets',
    component: late(() => import('./features/alphabets/AlphabetsPage.vue')),
    meta: { title: 'Alphabets · Inkling' },
  },
  {
    path: '/alphabets/:id',
    component: late(() => import('./features/alphabets/AlphabetPage.vue')),
    meta: { title: 'Alphabet · Inkling' },
  },
  {
    path: '/alphabets/:id/draw',
    component: late(() => import('./features/alphabets/RoundPage.vue')),
    meta: { title: 'Draw each once · Inkling' },
  },
  {
    path: '/me',
    component: late(() => import('./features/me/MePage.vue')),
    meta: { title: 'My handwriting · Inkling' },
  },
  {
    path: '/device',
    component: late(() => import('./features/device/DevicePage.vue')),
    meta: { title: 'On this device · Inkling' },
  },
  {
    path: '/account',
    component: late(() => import('./features/people/account/AccountPage.vue')),
    meta: { title: 'Account · Inkling' },
  },
  {
    path: '/sign-in',
    component: late(() => import('./features/people/entry/SignInPage.vue')),
    meta: { title: 'Sign in · Inkling' },
  },
  {
    path: '/sign-up',
    component: late(() => import('./features/people/entry/SignUpPage.vue')),
    meta: { title: 'Sign up · Inkling' },
  },
  {
    path: '/reset-password',
    component: late(() => import('./features/people/entry/ResetPasswordPage.vue')),
    meta: { title: 'New password · Inkling' },
  },
  adminRoutes,
  {
    path: '/not-allowed',
    name: 'not-allowed',
    component: late(() => import('./frame/NotAllowedPage.vue')),
    meta: { title: 'Not allowed · Inkling' },
  },
  {
    path: '/:rest(.*)*',
    component: late(() => import('./frame/LostPage.vue')),
    meta: { title: 'Nothing here · Inkling' },
  },
];

export const router = createRouter({
  history: createWebHistory(),
  routes,
  // Filters and opened items are in the address too: within a page nothing jumps.
  scrollBehavior: (to, from, saved) => saved ?? (to.path === from.path ? false : { top: 0 }),
});

backClosesDialog(router);

/** Nothing of a page is loaded for somebody who may not see it. The address stays as it was typed. */
router.beforeEach(async (to) => {
  const needed = to.matched.flatMap(({ meta }) => (meta.needs === undefined ? [] : [meta.needs]));
  if (needed.length === 0) return true;
  const account = useAccountStore();
  await account.load().catch((error: unknown) => {
    if (!(error instanceof ServerAway)) throw error;
    useServerStore().reportAway(error);
  });
  const refused = needed.find((permission) => !account.may(permission));
  if (refused === undefined) return true;
  return {
    name: 'not-allowed',
    query: { for: to.fullPath, needs: refused },
    replace: true,
  };
});

router.afterEach((to, _from, failure) => {
  if (failure) return;
  document.title = to.meta.title ?? 'Inkling';
  useMissingPageStore().settle();
});

router.onError((error, to, from) => {
  const isFirst = from.matched.length === 0;
  if (error instanceof ScriptMissing) void useMissingPageStore().miss(to.fullPath, isFirst);
});
