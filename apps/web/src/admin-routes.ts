import type { RouteRecordRaw } from 'vue-router';
import { ADMIN_PAGES } from './admin-pages';
import { late } from './lib/late-script';

const COMPONENTS: Readonly<Record<string, () => Promise<unknown>>> = {
  '/admin': late(() => import('./pages/admin/OverviewPage.vue')),
  '/admin/review': late(() => import('./pages/admin/ReviewPage.vue')),
  '/admin/training': late(() => import('./pages/admin/TrainingPage.vue')),
  '/admin/models': late(() => import('./pages/admin/ModelsPage.vue')),
  '/admin/users': late(() => import('./pages/admin/UsersPage.vue')),
  '/admin/audit': late(() => import('./pages/admin/AuditPage.vue')),
  '/admin/settings': late(() => import('./pages/admin/SettingsPage.vue')),
};

/** Loaded on demand: whoever only draws never fetches any of it. */
export const adminRoutes: RouteRecordRaw = {
  path: '/admin',
  component: late(() => import('./pages/admin/AdminLayout.vue')),
  children: ADMIN_PAGES.map(({ path, name, needs }) => ({
    path,
    component: COMPONENTS[path]!,
    meta: { title: `${name} · Inkling`, needs },
  })),
};
