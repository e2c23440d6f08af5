import type { Router } from 'vue-router';

/**
 * Going back from a page with an open dialog closes the dialog and stays, as people know it from their phones. A
 * dialog that Escape doesn't close, since it is at work or shows something once, stays open.
 */
export function backClosesDialog(router: Router): void {
  let goesBack = false;
  router.options.history.listen((_to, _from, { delta }) => {
    goesBack = delta < 0;
  });
  router.beforeEach((to, from) => {
    const leaves = goesBack && to.path !== from.path;
    goesBack = false;
    const dialog = leaves && document.querySelector('[role=dialog][data-state=open]');
    if (!dialog) return true;
    const escape = { key: 'Escape', bubbles: true, cancelable: true };
    dialog.dispatchEvent(new KeyboardEvent('keydown', escape));
    return false;
  });
}
