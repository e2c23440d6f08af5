import type { RouteRecordRaw } from 'vue-router';
import { ADMIN_PAGES } from './admin-pages';
import { late } from '../shared/late-script';

const COMPONENTS: Readonly<Record<string, () => Promise<unknown>>> = {
  '/admin': late(() => import('../features/insight/OverviewPage.vue')),
  '/admin/review': late(() => import('../features/review/ReviewPage.vue')),
  '/admin/training': late(() => import('../features/training/TrainingPage.vue')),
  '/admin/models': late(() => import('../features/models/ModelsPage.vue')),
  '/admin/data': late(() => import('../features/transfer/TransferPage.vue')),
  '/admin/users': late(() => import('../features/people/users/UsersPage.vue')),
  '/admin/audit': late(() => import('../features/people/audit/AuditPage.vue')),
  '/admin/webhooks': late(() => import('../features/webhooks/WebhooksPage.vue')),
  '/admin/settings': late(() => import('../features/people/settings/SettingsPage.vue')),
};

/** Loaded on demand: whoever only draws never fetches any of it. */
export const adminRoutes: RouteRecordRaw = {
  path: '/admin',
  component: late(() => import('./AdminLayout.vue')),
  children: ADMIN_PAGES.map(({ path, name, needs }) => ({
    path,
    component: COMPONENTS[path]!,
    meta: { title: `${name} · Inkling`, needs },
  })),
};
