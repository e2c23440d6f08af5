import type { Permission } from '@inkling/contract';
import type { RouteRecordRaw } from 'vue-router';
import { late } from './lib/late-script';

/** A page of `/admin`, in the order of its navigation. */
export interface AdminPage {
  readonly path: string;
  readonly name: string;
  readonly icon: string;
  readonly needs: Permission;
}

export const ADMIN_PAGES: readonly AdminPage[] = [
  { path: '/admin', name: 'Overview', icon: 'i-lucide-gauge', needs: 'insight:all' },
  {
    path: '/admin/review',
    name: 'Review',
    icon: 'i-lucide-list-checks',
    needs: 'corrections:review',
  },
  {
    path: '/admin/training',
    name: 'Training',
    icon: 'i-lucide-graduation-cap',
    needs: 'training:look',
  },
  { path: '/admin/models', name: 'Models', icon: 'i-lucide-git-branch', needs: 'models:all' },
  { path: '/admin/users', name: 'People', icon: 'i-lucide-users', needs: 'users:manage' },
  { path: '/admin/audit', name: 'Audit log', icon: 'i-lucide-scroll-text', needs: 'audit:look' },
  {
    path: '/admin/settings',
    name: 'Settings',
    icon: 'i-lucide-settings',
    needs: 'settings:manage',
  },
];

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
