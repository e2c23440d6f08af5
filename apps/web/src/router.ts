import type { Permission } from '@inkling/contract';
import { createRouter, createWebHistory, type RouteRecordRaw } from 'vue-router';
import { adminRoutes } from './admin-routes';
import { ServerAway } from './api/errors';
import { useAccountStore } from './stores/account';

declare module 'vue-router' {
  interface RouteMeta {
    title?: string;
    /** Who may not do this sees a word about it instead of the page. */
    needs?: Permission;
  }
}

const routes: RouteRecordRaw[] = [
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
    path: '/me',
    component: () => import('./pages/MePage.vue'),
    meta: { title: 'My handwriting · Inkling' },
  },
  {
    path: '/account',
    component: () => import('./pages/account/AccountPage.vue'),
    meta: { title: 'Account · Inkling' },
  },
  {
    path: '/sign-in',
    component: () => import('./pages/account/SignInPage.vue'),
    meta: { title: 'Sign in · Inkling' },
  },
  {
    path: '/sign-up',
    component: () => import('./pages/account/SignUpPage.vue'),
    meta: { title: 'Sign up · Inkling' },
  },
  {
    path: '/reset-password',
    component: () => import('./pages/account/ResetPasswordPage.vue'),
    meta: { title: 'New password · Inkling' },
  },
  adminRoutes,
  {
    path: '/not-allowed',
    name: 'not-allowed',
    component: () => import('./pages/NotAllowedPage.vue'),
    meta: { title: 'Not allowed · Inkling' },
  },
  {
    path: '/:rest(.*)*',
    component: () => import('./pages/LostPage.vue'),
    meta: { title: 'Nothing here · Inkling' },
  },
];

export const router = createRouter({
  history: createWebHistory(),
  routes,
  // Filters and opened items are in the address too: within a page nothing jumps.
  scrollBehavior: (to, from, saved) => saved ?? (to.path === from.path ? false : { top: 0 }),
});

/** Nothing of a page is loaded for somebody who may not see it. The address stays as it was typed. */
router.beforeEach(async (to) => {
  const needed = to.matched.flatMap(({ meta }) => (meta.needs === undefined ? [] : [meta.needs]));
  if (needed.length === 0) return true;
  const account = useAccountStore();
  await account.load().catch((error: unknown) => {
    if (!(error instanceof ServerAway)) throw error;
  });
  const refused = needed.find((permission) => !account.may(permission));
  if (refused === undefined) return true;
  return {
    name: 'not-allowed',
    query: { for: to.fullPath, needs: refused },
    replace: true,
  };
});

router.afterEach((to) => {
  document.title = to.meta.title ?? 'Inkling';
});
