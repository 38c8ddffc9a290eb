/** Where the reader is, and the way to anywhere else. */
import { type Route, address, route } from './route';
import { embedded } from './source';

function here(): string {
  return embedded ? location.hash.replace(/^#/, '') || '/' : location.pathname + location.search;
}

class Router {
  current = $state.raw<Route>(route(here(), embedded !== null));

  constructor() {
    const follow = () => (this.current = route(here(), embedded !== null));
    addEventListener('popstate', follow);
    addEventListener('hashchange', follow);
  }

  /** Goes to a place; the browser's own back leads from it. */
  go(to: Route): void {
    history.pushState(null, '', href(to));
    this.current = to;
  }

  /** Names the place that the reader has come to, without a step of its own in the history. */
  replace(to: Route): void {
    history.replaceState(null, '', href(to));
  }
}

export const router = new Router();

export function href(to: Route): string {
  return embedded ? `#${address(to)}` : address(to);
}

/** Links inside the page are followed in the page, except where the reader asks for a new tab or window. */
export function follow(event: MouseEvent): void {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) {
    return;
  }
  const link = (event.target as Element | null)?.closest?.('a[href]');
  const to = link?.getAttribute('href');
  if (!link || !to || link.hasAttribute('download') || link.hasAttribute('target')) return;
  if (embedded ? !to.startsWith('#/') : !to.startsWith('/') || to.startsWith('/api')) return;
  event.preventDefault();
  router.go(route(to.replace(/^#/, ''), embedded !== null));
}
