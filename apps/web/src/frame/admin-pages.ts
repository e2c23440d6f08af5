import type { Permission } from '@inkling/contract';

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
  {
    path: '/admin/data',
    name: 'Import and export',
    icon: 'i-lucide-arrow-down-up',
    needs: 'samples:export',
  },
  { path: '/admin/users', name: 'People', icon: 'i-lucide-users', needs: 'users:manage' },
  { path: '/admin/audit', name: 'Audit log', icon: 'i-lucide-scroll-text', needs: 'audit:look' },
  {
    path: '/admin/webhooks',
    name: 'Webhooks',
    icon: 'i-lucide-webhook',
    needs: 'webhooks:manage',
  },
  {
    path: '/admin/settings',
    name: 'Settings',
    icon: 'i-lucide-settings',
    needs: 'settings:manage',
  },
];
